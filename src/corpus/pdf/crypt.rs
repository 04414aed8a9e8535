//! Files encrypted under an empty user password, which any reader opens without asking.
//!
//! The standard security handler of ISO 32000-2, 7.6: RC4 and AES-128 (versions 1, 2, 4), AES-256
//! (version 5, revisions 5 and 6).

use std::borrow::Cow;

use aes::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use aes::{Aes128, Aes256};
use md5::{Digest, Md5};
use sha2::{Sha256, Sha384, Sha512};

use super::file::{File, is_of_type};
use super::object::{Dict, Object, Stream};

/// What fills up a password, here the whole of it.
const PAD: [u8; 32] = [
    0x28, 0xBF, 0x4E, 0x5E, 0x4E, 0x75, 0x8A, 0x41, 0x64, 0x00, 0x4E, 0x56, 0xFF, 0xFA, 0x01, 0x08,
    0x2E, 0x2E, 0x00, 0xB6, 0xD0, 0x68, 0x3E, 0x80, 0x2F, 0x0C, 0xA9, 0xFE, 0x64, 0x53, 0x69, 0x7A,
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Method {
    Plain,
    Rc4,
    Aes,
    /// The file's key is used as it is, for every object.
    Aes256,
}

/// The key of a file and what it is used with.
#[derive(Debug, Clone)]
pub(super) struct Crypt {
    key: Vec<u8>,
    strings: Method,
    streams: Method,
}

impl Crypt {
    /// The key, if the empty password is the user's; `None` if another is, or the way is unknown.
    pub(super) fn of(trailer: &Dict, file: &File<'_>) -> Option<Self> {
        let dict = file.dict(trailer, "Encrypt")?;
        let number = |key: &str| file.value(&dict, key)?.number();
        let string = |key: &str| Some(file.value(&dict, key)?.string()?.to_vec());
        if file.value(&dict, "Filter")?.name() != Some("Standard") {
            return None;
        }
        let (version, revision) = (number("V")? as u8, number("R")? as u8);
        let (strings, streams) = match version {
            1 | 2 => (Method::Rc4, Method::Rc4),
            4 | 5 => (method(file, &dict, "StrF"), method(file, &dict, "StmF")),
            _ => return None,
        };
        if version == 5 {
            let key = key_256(&string("U")?, &string("UE")?, revision)?;
            return Some(Self { key, strings, streams });
        }
        let length = match version {
            1 => 5,
            4 => 16,
            _ => (number("Length").unwrap_or(40.0) / 8.0) as usize,
        };
        let id = match file.value(trailer, "ID") {
            Some(Object::Array(ids)) => ids.first().and_then(Object::string).map(<[u8]>::to_vec),
            _ => None,
        };
        let id = id.unwrap_or_default();
        let hidden = file.value(&dict, "EncryptMetadata") != Some(Object::Bool(false));
        let mut hash = Md5::new();
        hash.update(PAD);
        hash.update(string("O")?.get(..32)?);
        hash.update((number("P")? as i64 as u32).to_le_bytes());
        hash.update(&id);
        if revision >= 4 && !hidden {
            hash.update([0xFF; 4]);
        }
        let mut key = hash.finalize().to_vec();
        key.truncate(length.clamp(5, 16));
        if revision >= 3 {
            for _ in 0..50 {
                let length = key.len();
                key = Md5::digest(&key).to_vec();
                key.truncate(length);
            }
        }
        let user = string("U")?;
        let right = if revision >= 3 {
            let mut proof = rc4(&key, &Md5::new().chain_update(PAD).chain_update(&id).finalize());
            for round in 1..20 {
                let key: Vec<u8> = key.iter().map(|byte| byte ^ round).collect();
                proof = rc4(&key, &proof);
            }
            user.get(..16)? == proof
        } else {
            user.get(..32)? == rc4(&key, &PAD)
        };
        right.then_some(Self { key, strings, streams })
    }

    /// The object with its strings decrypted.
    pub(super) fn strings(&self, object: Object, id: (u32, u16)) -> Object {
        let within = |dict: Dict| -> Dict {
            dict.into_iter().map(|(key, value)| (key, self.strings(value, id))).collect()
        };
        match object {
            Object::String(bytes) => Object::String(self.decrypt(self.strings, &bytes, id)),
            Object::Array(items) => {
                Object::Array(items.into_iter().map(|item| self.strings(item, id)).collect())
            }
            Object::Dict(dict) => Object::Dict(within(dict)),
            other => other,
        }
    }

    /// The raw data of a stream, decrypted.
    pub(super) fn stream<'d>(
        &self,
        stream: &Stream,
        raw: &'d [u8],
        file: &File<'_>,
    ) -> Cow<'d, [u8]> {
        let first = match file.value(&stream.dict, "Filter") {
            Some(Object::Array(filters)) => filters.into_iter().next(),
            other => other,
        };
        let own = first.as_ref().and_then(Object::name) == Some("Crypt");
        if own || is_of_type(&stream.dict, "XRef") {
            return Cow::Borrowed(raw);
        }
        Cow::Owned(self.decrypt(self.streams, raw, stream.id))
    }

    fn decrypt(&self, method: Method, data: &[u8], (number, generation): (u32, u16)) -> Vec<u8> {
        let key = |salt: &[u8]| {
            let mut hash = Md5::new();
            hash.update(&self.key);
            hash.update(number.to_le_bytes().get(..3).unwrap_or_default());
            hash.update(generation.to_le_bytes());
            hash.update(salt);
            let mut key = hash.finalize().to_vec();
            key.truncate((self.key.len() + 5).min(16));
            key
        };
        match method {
            Method::Plain => data.to_vec(),
            Method::Rc4 => rc4(&key(&[]), data),
            Method::Aes => unchain::<Aes128>(&key(b"sAlT"), data),
            Method::Aes256 => unchain::<Aes256>(&self.key, data),
        }
    }
}

/// The method of the crypt filter that `which` names.
fn method(file: &File<'_>, dict: &Dict, which: &str) -> Method {
    let name = file.value(dict, which).and_then(|name| Some(name.name()?.to_owned()));
    let filters = file.dict(dict, "CF").unwrap_or_default();
    let filter = name.and_then(|name| file.dict(&filters, &name));
    let method = filter.and_then(|filter| file.value(&filter, "CFM"));
    match method.as_ref().and_then(Object::name) {
        Some("V2") => Method::Rc4,
        Some("AESV2") => Method::Aes,
        Some("AESV3") => Method::Aes256,
        _ => Method::Plain,
    }
}

/// The key of version 5: the hash of the password opens `UE`, which holds it.
fn key_256(user: &[u8], wrapped: &[u8], revision: u8) -> Option<Vec<u8>> {
    let hash = |salt: &[u8]| match revision {
        5 => Some(Sha256::digest(salt).to_vec()),
        6 => hash_6(salt),
        _ => None,
    };
    if hash(user.get(32..40)?)? != user.get(..32)? {
        return None;
    }
    let mut data = vec![0; 16];
    data.extend_from_slice(wrapped.get(..32)?);
    Some(unchain_whole::<Aes256>(&hash(user.get(40..48)?)?, &data))
}

/// The hash of revision 6 (ISO 32000-2, algorithm 2.B) of an empty password.
fn hash_6(salt: &[u8]) -> Option<Vec<u8>> {
    let mut key = Sha256::digest(salt).to_vec();
    for round in 0_u32.. {
        let block = key.repeat(64);
        let cipher = Aes128::new_from_slice(key.get(..16)?).ok()?;
        let mut last: [u8; 16] = key.get(16..32)?.try_into().ok()?;
        let mut chained = Vec::with_capacity(block.len());
        for chunk in block.chunks_exact(16) {
            let mut mixed = last;
            mixed.iter_mut().zip(chunk).for_each(|(byte, other)| *byte ^= other);
            let mut mixed = mixed.into();
            cipher.encrypt_block(&mut mixed);
            last = mixed.into();
            chained.extend_from_slice(&last);
        }
        let sum: u32 = chained.iter().take(16).map(|byte| u32::from(*byte)).sum();
        key = match sum % 3 {
            0 => Sha256::digest(&chained).to_vec(),
            1 => Sha384::digest(&chained).to_vec(),
            _ => Sha512::digest(&chained).to_vec(),
        };
        if round >= 63 && u32::from(*chained.last()?) <= round - 31 {
            break;
        }
    }
    key.truncate(32);
    Some(key)
}

fn rc4(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut state: [u8; 256] = std::array::from_fn(|place| place as u8);
    let mut j = 0_u8;
    for (i, byte) in (0..256).zip(key.iter().cycle()) {
        j = j.wrapping_add(state[i]).wrapping_add(*byte);
        state.swap(i, usize::from(j));
    }
    let (mut i, mut j) = (0_u8, 0_u8);
    data.iter()
        .map(|byte| {
            i = i.wrapping_add(1);
            j = j.wrapping_add(state[usize::from(i)]);
            state.swap(usize::from(i), usize::from(j));
            let sum = state[usize::from(i)].wrapping_add(state[usize::from(j)]);
            byte ^ state[usize::from(sum)]
        })
        .collect()
}

/// AES in chained blocks, the first of which is the start value; the padding is taken off.
fn unchain<C: KeyInit + BlockCipherDecrypt>(key: &[u8], data: &[u8]) -> Vec<u8> {
    let mut plain = unchain_whole::<C>(key, data);
    if let Some(pad @ 1..=16) = plain.last().copied() {
        plain.truncate(plain.len().saturating_sub(usize::from(pad)));
    }
    plain
}

fn unchain_whole<C: KeyInit + BlockCipherDecrypt>(key: &[u8], data: &[u8]) -> Vec<u8> {
    let Ok(cipher) = C::new_from_slice(key) else { return Vec::new() };
    let mut plain = Vec::with_capacity(data.len());
    let (mut before, rest) = data.split_at(data.len().min(16));
    for chunk in rest.chunks_exact(16) {
        let Ok(mut block) = aes::cipher::Block::<C>::try_from(chunk) else { break };
        cipher.decrypt_block(&mut block);
        plain.extend(block.iter().zip(before).map(|(byte, before)| byte ^ before));
        before = chunk;
    }
    plain
}

#[cfg(test)]
mod tests;
