//! Files of the time before Office Open XML: told apart, and refused with what to do.

use memchr::memmem;

/// Whether a file is a compound file, as old and encrypted office documents are.
pub(super) fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
}

/// Why a file of that time is not read: of a compound file by the names of the streams in it.
pub(super) fn reason(bytes: &[u8]) -> String {
    if bytes.starts_with(b"{\\rtf") {
        return "is an RTF file; save it as .docx".to_owned();
    }
    if !is_ole(bytes) {
        return "is no office file, whatever its name says; save it again".to_owned();
    }
    const KINDS: [(&str, &str); 6] = [
        ("EncryptedPackage", "is locked with a password; save it without one"),
        ("WordDocument", "is an old Word file; save it as .docx"),
        ("Workbook", "is an old Excel file; save it as .xlsx"),
        ("Book", "is an old Excel file; save it as .xlsx"),
        ("PowerPoint Document", "is an old PowerPoint file; save it as PDF"),
        ("__substg1.0_", "is a mail of Outlook; save it as .eml"),
    ];
    let holds = |name: &str| {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        memmem::find(bytes, &name).is_some()
    };
    let found = KINDS.iter().find(|(name, _)| holds(name)).map(|(_, reason)| *reason);
    found.unwrap_or("is an old office file; save it in a newer format").to_owned()
}
