use super::*;

#[test]
fn numbers_are_dates_by_their_format() {
    fn check(code: &str, expected: Shown) {
        assert_eq!(of_format(code), expected, "{code}");
    }
    check("General", Shown::Number);
    check("#,##0", Shown::Number);
    check("0.00E+00", Shown::Number);
    check("0.0%", Shown::Percent);
    check("[Red]\\(0\\)", Shown::Number);
    check("\"day\"0", Shown::Number);
    check("yyyy/m/d", Shown::Date);
    check("yyyy/m/d h:mm", Shown::Date);
    check("[$-411]ggge\"年\"m\"月\"d\"日\";@", Shown::Date);
    check("m\"月\"d\"日\"", Shown::Date);
    check("yyyy\"年\"m\"月\"", Shown::Month);
    check("h:mm", Shown::Time);
    check("[h]:mm", Shown::Time);
    check("\"unclosed", Shown::Number);
    fn shown(number: &str, kind: Shown, expected: &str) {
        assert_eq!(super::shown(number, kind, false), expected, "{number}");
    }
    shown("45413", Shown::Date, "2024年5月1日");
    shown("45413.75", Shown::Date, "2024年5月1日 18:00");
    shown("1", Shown::Date, "1900年1月1日");
    shown("59", Shown::Date, "1900年2月28日");
    shown("61", Shown::Date, "1900年3月1日");
    shown("0.5", Shown::Time, "12:00");
    shown("1e300", Shown::Date, "1e300");
    shown("NaN", Shown::Date, "NaN");
    assert_eq!(super::shown("43951", Shown::Date, true), "2024年5月1日");
}

#[test]
fn dates_are_read_as_people_type_them() {
    fn check(text: &str, expected: Option<&str>) {
        let found = published(text).map(|date| date.to_string());
        assert_eq!(found.as_deref(), expected, "{text}");
    }
    check("2024/5/1", Some("2024-05-01"));
    check("２０２４年５月１日（水）", Some("2024-05-01"));
    check("令和元年5月1日", Some("2019-05-01"));
    check("R6.5.1", Some("2024-05-01"));
    check("令6/5/1", Some("2024-05-01"));
    check("H31.4.30", Some("2019-04-30"));
    check("45413", Some("2024-05-01"));
    check("20240501", Some("2024-05-01"));
    check("20241332", None);
    check("12", None);
    check("未定", None);
}
