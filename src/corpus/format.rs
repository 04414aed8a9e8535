//! What a file is: by its name as far as the walk goes, by its first bytes when it is read.

use super::decode;

/// Bytes from the beginning of a file that tell what it is.
pub(super) const HEAD: usize = 8 * 1024;

/// A format that reports come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown.
    Markdown,
    /// HTML and XHTML.
    Html,
    /// JSON: one report, or an array of them.
    Json,
    /// JSON lines: a report on every line.
    JsonLines,
    /// Comma-separated values: a report in every row.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// PDF.
    Pdf,
    /// A text document of Word.
    Docx,
    /// A workbook of Excel.
    Xlsx,
    /// A text document of LibreOffice.
    Odt,
    /// A spreadsheet of LibreOffice.
    Ods,
    /// A document of the time before Office Open XML, or a locked one; never read, but said what to do with.
    OldOffice,
    /// An electronic book.
    Epub,
    /// One mail.
    Mail,
    /// Many mails one after another.
    Mbox,
    /// A crawl: WARC, and WET, which is a WARC of plain texts.
    Warc,
    /// A ZIP archive; whether it is a document of an office is told by its members.
    Zip,
    /// A tape archive.
    Tar,
    /// A file packed by gzip.
    Gzip,
    /// A file packed by Zstandard.
    Zstd,
}

/// What the name of a file says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// A format that is read.
    Known(Format),
    /// Surely no report: a picture, a program, a style sheet …
    Foreign,
    /// Nothing: the bytes must tell.
    Open,
}

/// Extensions of files that hold no report, or none that could be read; they are never opened.
#[rustfmt::skip]
const FOREIGN: &[&str] = &[
    // Pictures, sound, films, fonts.
    "png", "jpg", "jpeg", "jpe", "jfif", "gif", "webp", "avif", "bmp", "tif", "tiff", "ico", "cur", "svg",
    "svgz", "heic", "heif", "psd", "ai", "eps", "ps", "raw", "cr2", "nef", "dng", "xcf", "indd",
    "mp3", "m4a", "aac", "ogg", "oga", "opus", "flac", "wav", "wma", "aif", "aiff", "mid", "midi",
    "mp4", "m4v", "mov", "avi", "mkv", "webm", "wmv", "flv", "mpg", "mpeg", "ogv", "3gp", "ts", "m3u8", "swf",
    "woff", "woff2", "ttf", "ttc", "otf", "eot",
    // What a web page brings along, and source texts.
    "css", "scss", "less", "js", "mjs", "cjs", "jsx", "tsx", "map", "wasm", "vtt", "srt", "webmanifest",
    "xml", "xsl", "xslt", "xsd", "dtd", "rss", "atom", "rdf", "ics", "vcf",
    "rs", "py", "pyc", "ipynb", "c", "h", "cc", "cpp", "hpp", "java", "class", "jar", "go", "rb", "pl", "sh",
    "bat", "ps1", "cs", "vb", "swift", "kt", "sql", "r", "lua", "toml", "yaml", "yml", "ini", "cfg", "conf",
    "lock", "properties", "gitignore", "gitattributes", "editorconfig",
    // Programs, images of disks, databases, other archives, other office formats.
    "exe", "dll", "so", "dylib", "o", "a", "lib", "obj", "bin", "dat", "img", "iso", "dmg", "pkg", "deb", "rpm",
    "apk", "msi", "cab", "app", "elf", "sys", "db", "sqlite", "sqlite3", "mdb", "accdb", "parquet", "feather",
    "arrow", "avro", "npy", "npz", "pkl", "pickle", "h5", "pt", "onnx", "safetensors", "idx", "wat", "cdx", "cdxj",
    "7z", "rar", "xz", "bz2", "lz", "lz4", "lzma", "lzh", "lha", "br", "z", "arj",
    "ppt", "pptx", "pps", "ppsx", "odp", "odg", "msg", "pst", "ost", "jtd", "jtdc", "xdw",
    "pages", "numbers", "key", "mobi", "azw", "azw3", "djvu", "tex", "bib",
    // What is half written or belongs to the system.
    "part", "partial", "crdownload", "download", "tmp", "temp", "swp", "swo", "lnk", "url", "webloc", "desktop",
    "pem", "crt", "cer", "der", "p12", "pfx", "asc", "sig", "md5", "sha1", "sha256", "torrent",
];

impl Format {
    /// The format that the extension of a name stands for, in any case of letters.
    pub fn of(name: &str) -> Option<Self> {
        Some(match extension(name)?.as_str() {
            "txt" | "text" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" | "xht" | "shtml" => Self::Html,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "pdf" => Self::Pdf,
            "docx" | "docm" => Self::Docx,
            "xlsx" | "xlsm" => Self::Xlsx,
            "odt" => Self::Odt,
            "ods" => Self::Ods,
            "epub" => Self::Epub,
            "doc" | "dot" | "xls" | "xlsb" | "rtf" => Self::OldOffice,
            "eml" | "mht" | "mhtml" => Self::Mail,
            "mbox" | "mbx" => Self::Mbox,
            "warc" | "wet" => Self::Warc,
            "zip" => Self::Zip,
            "tar" => Self::Tar,
            "gz" | "tgz" => Self::Gzip,
            "zst" | "tzst" => Self::Zstd,
            _ => return None,
        })
    }

    /// The format of a media type, in lower case and without parameters; `None` for what is not read.
    pub(super) fn of_media_type(kind: &str) -> Option<Self> {
        Some(match kind {
            "text/html" | "application/xhtml+xml" => Self::Html,
            "text/plain" => Self::Text,
            "text/markdown" => Self::Markdown,
            "text/csv" => Self::Csv,
            "text/tab-separated-values" => Self::Tsv,
            "application/pdf" | "application/x-pdf" => Self::Pdf,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => Self::Docx,
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => Self::Xlsx,
            "application/vnd.oasis.opendocument.text" => Self::Odt,
            "application/vnd.oasis.opendocument.spreadsheet" => Self::Ods,
            "application/epub+zip" => Self::Epub,
            "application/zip" | "application/x-zip-compressed" => Self::Zip,
            "message/rfc822" => Self::Mail,
            _ => return None,
        })
    }

    /// Whether bytes that are no more than text may be this format.
    fn is_textual(self) -> bool {
        use Format::{Csv, Html, Json, JsonLines, Markdown, Text, Tsv};
        matches!(self, Text | Markdown | Html | Json | JsonLines | Csv | Tsv)
    }
}

impl Named {
    /// What a file's name, without folders, says.
    pub(super) fn of(name: &str) -> Self {
        match (Format::of(name), extension(name)) {
            (Some(format), _) => Self::Known(format),
            (None, Some(extension)) if FOREIGN.contains(&extension.as_str()) => Self::Foreign,
            (None, _) => Self::Open,
        }
    }
}

/// The part of a name after its last dot, in lower case; a name that begins with its only dot has none.
fn extension(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    (!stem.is_empty()).then(|| extension.to_ascii_lowercase())
}

/// What a file is by its first bytes, [`HEAD`] of them or all; `None` for nothing that is read.
///
/// The bytes decide. The format that its name stands for is believed where they leave it open:
/// Markdown, CSV and plain text look alike. Text of no known name is taken when it is Japanese.
pub(super) fn sniff(head: &[u8], named: Option<Format>) -> Option<Format> {
    if let Some(format) = by_magic(head, named) {
        return Some(format);
    }
    let text = match decode::detect(head, None) {
        Ok(encoding) => encoding.decode(head).0,
        // Decoding will say what is wrong with a file that claims to be text.
        Err(_) => return named,
    };
    let begins = text.trim_start();
    if let Some(format) = by_beginning(begins, named) {
        return Some(format);
    }
    match named {
        Some(named) if named.is_textual() => Some(named),
        Some(_) => Some(Format::Text),
        None => is_japanese(begins).then_some(Format::Text),
    }
}

fn by_magic(head: &[u8], named: Option<Format>) -> Option<Format> {
    let first = head.get(..1024).unwrap_or(head);
    let pdf = memchr::memmem::find(first, b"%PDF-");
    if pdf == Some(0) || pdf.is_some() && named == Some(Format::Pdf) {
        return Some(Format::Pdf);
    }
    if [&b"PK\x03\x04"[..], b"PK\x05\x06", b"PK\x07\x08"].iter().any(|m| head.starts_with(m)) {
        return Some(Format::Zip);
    }
    if head.starts_with(b"\xD0\xCF\x11\xE0") || head.starts_with(b"{\\rtf") {
        return Some(Format::OldOffice);
    }
    if head.starts_with(b"\x1F\x8B\x08") {
        return Some(Format::Gzip);
    }
    // A frame, or one that decoders skip.
    if head.starts_with(b"\x28\xB5\x2F\xFD") || matches!(head, [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..])
    {
        return Some(Format::Zstd);
    }
    (head.get(257..262) == Some(b"ustar")).then_some(Format::Tar)
}

fn by_beginning(text: &str, named: Option<Format>) -> Option<Format> {
    let second = |text: &str| text.lines().nth(1).map(str::to_owned).unwrap_or_default();
    if text.starts_with("WARC/0.") || text.starts_with("WARC/1.") {
        return Some(Format::Warc);
    }
    if text.starts_with("From ")
        && (named == Some(Format::Mbox) || is_header(second(text).trim_start_matches('>')))
    {
        return Some(Format::Mbox);
    }
    if is_mail(text, named) {
        return Some(Format::Mail);
    }
    if is_html(text, named) {
        return Some(Format::Html);
    }
    json(text, named)
}

/// Whether a line is a field of a mail's header.
fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}

/// Whether a text begins with the header of a mail: fields and nothing else up to an empty line,
/// among them one that says from whom or through whom it came and one of the usual others.
fn is_mail(text: &str, named: Option<Format>) -> bool {
    const WAY: [&str; 5] = ["from", "received", "return-path", "delivered-to", "x-original-to"];
    const USUAL: [&str; 6] =
        ["subject", "date", "message-id", "mime-version", "to", "content-type"];
    let mut names = Vec::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            break;
        }
        let folded = line.starts_with([' ', '\t']) && !names.is_empty();
        // The last line may be cut off by the end of the head.
        if folded || lines.peek().is_none() && !names.is_empty() {
            continue;
        }
        match line.split_once(':') {
            Some((name, _)) if is_header(line) => names.push(name.to_ascii_lowercase()),
            _ => return false,
        }
    }
    let any = |wanted: &[&str]| names.iter().any(|name| wanted.contains(&name.as_str()));
    let called = named == Some(Format::Mail);
    any(&WAY) && any(&USUAL) || called && (any(&WAY) || any(&USUAL))
}

fn is_html(text: &str, named: Option<Format>) -> bool {
    const SURE: [&str; 4] = ["!doctype html", "html", "head", "body"];
    const LIKELY: [&str; 16] = [
        "title", "meta", "link", "div", "p", "h1", "h2", "h3", "table", "article", "section",
        "main", "center", "font", "br", "ul",
    ];
    let mut rest = text;
    loop {
        let end = if rest.starts_with("<!--") {
            "-->"
        } else if rest.starts_with("<?xml") {
            "?>"
        } else {
            break;
        };
        let Some((_, after)) = rest.split_once(end) else { return false };
        rest = after.trim_start();
    }
    let Some(tag) = rest.strip_prefix('<') else { return false };
    let tag: String = tag.chars().take(16).collect::<String>().to_ascii_lowercase();
    let begins = |name: &&str| {
        tag.strip_prefix(*name)
            .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '-'))
    };
    // Markdown may begin with a tag that stands for itself.
    SURE.iter().any(begins) || named != Some(Format::Markdown) && LIKELY.iter().any(begins)
}

/// JSON, or JSON lines: whether the first line is a value and another follows.
fn json(text: &str, named: Option<Format>) -> Option<Format> {
    let inside = match (text.strip_prefix('{'), text.strip_prefix('[')) {
        (Some(object), _) => object,
        (_, Some(array)) => array.trim_start().strip_prefix('{')?,
        _ => return None,
    };
    if !inside.trim_start().starts_with(['"', '}']) {
        return None;
    }
    let Some((first, rest)) = text.split_once('\n') else {
        // One line, perhaps longer than what was looked at.
        return Some(match named {
            Some(Format::JsonLines) => Format::JsonLines,
            _ => Format::Json,
        });
    };
    let whole = serde_json::from_str::<serde::de::IgnoredAny>(first.trim()).is_ok();
    let follows = rest.trim_start().starts_with(['{', '[']);
    Some(match named {
        // A bad first line does not make a file of lines a single value, a bracket alone does.
        Some(Format::JsonLines) if !matches!(first.trim(), "{" | "[" | "[{") => Format::JsonLines,
        _ if whole && follows => Format::JsonLines,
        _ => Format::Json,
    })
}

/// Whether a text has kana, and not only by accident.
fn is_japanese(text: &str) -> bool {
    let (mut kana, mut other) = (0_usize, 0_usize);
    for c in text.chars() {
        match c {
            '\u{3041}'..='\u{30FF}' => kana += 1,
            '\u{FFFD}' => return false,
            c if c.is_control() && !c.is_whitespace() => return false,
            c if c.is_alphanumeric() => other += 1,
            _ => {}
        }
    }
    kana >= 2 && kana * 20 > kana + other
}

#[cfg(test)]
mod tests;
