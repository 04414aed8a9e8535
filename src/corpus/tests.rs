use super::*;

#[test]
fn a_folder_is_read_in_byte_order_of_names() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in [("b.txt", "題二\n本文。"), ("a.md", "# 題一\n\n本文。"), ("c.bin", "x")]
    {
        std::fs::write(folder.path().join(name), text).expect(name);
    }
    let mut titles = Vec::new();
    read_path(folder.path(), &mut |found| titles.push(found.expect("a report").title))
        .expect("a corpus");
    assert_eq!(titles, ["題一", "題二"]);
}
