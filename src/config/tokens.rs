//! Bearer tokens: who may do more than anybody may. Only their checksums are kept, and compared in constant time.

use std::collections::BTreeMap;
use std::fmt;

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::ConfigError;
use super::layers::Layers;

/// Fewest characters of a token: what is shorter can be guessed.
const SHORTEST: usize = 16;

/// What a token allows. One token may have several roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// A budget of its own, larger than that of an address. Every token has it.
    Read,
    /// Changing the graph, where writing is switched on.
    Write,
    /// Seeing and ending running queries.
    Admin,
}

/// A caller whose token is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Tells callers apart in logs and budgets: the first digits of the checksum of the token.
    pub name: String,
    roles: Vec<Role>,
}

impl Caller {
    /// Whether the token allows this.
    pub fn has(&self, role: Role) -> bool {
        role == Role::Read || self.roles.contains(&role)
    }
}

/// All tokens that are valid, by their checksums. Two of a role at once let one be replaced without a pause.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Tokens(BTreeMap<[u8; 32], Vec<Role>>);

/// Says how many there are, and nothing else.
impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} tokens", self.0.len())
    }
}

impl Tokens {
    /// Tokens from `ROLE TOKEN` lines, as in the file of tokens: the role is `read`, `write` or `admin`, the token is
    /// the text itself or `sha256:` with its checksum in hexadecimal digits. Empty lines and lines with `#` say nothing.
    ///
    /// ```
    /// use rapporteur::config::{Role, Tokens};
    /// let tokens = Tokens::parse("admin correct-horse-battery", "a file").unwrap();
    /// assert!(tokens.caller("correct-horse-battery").unwrap().has(Role::Admin));
    /// assert!(tokens.caller("wrong-horse-battery").is_none());
    /// ```
    ///
    /// # Errors
    /// A line that is neither; the message names the line and repeats nothing of it.
    pub fn parse(text: &str, place: &str) -> Result<Self, ConfigError> {
        let mut tokens = Self::default();
        for (n, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let place = format!("{place}:{}", n + 1);
            let (role, token) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let role = match role {
                "read" => Role::Read,
                "write" => Role::Write,
                "admin" => Role::Admin,
                _ => {
                    let reason = "a line of tokens is a role (read, write or admin), a space and a token".into();
                    return Err(ConfigError::File { place, reason });
                }
            };
            tokens.add(role, token.trim(), &place)?;
        }
        Ok(tokens)
    }

    pub(super) fn from(layers: &Layers) -> Result<Self, ConfigError> {
        let mut tokens = Self::default();
        if layers.text("auth.file")?.is_some() {
            let file = layers.path("auth.file");
            let place = file.display().to_string();
            let text = std::fs::read_to_string(&file)
                .map_err(|error| ConfigError::File { place: place.clone(), reason: format!("{error} (auth.file)") })?;
            tokens = Self::parse(&text, &place)?;
        }
        for (key, role) in [("auth.read", Role::Read), ("auth.write", Role::Write), ("auth.admin", Role::Admin)] {
            let place = format!("{key} ({})", layers.value(key).origin);
            for token in &layers.value(key).texts {
                tokens.add(role, token.to_str().unwrap_or_default(), &place)?;
            }
        }
        Ok(tokens)
    }

    fn add(&mut self, role: Role, token: &str, place: &str) -> Result<(), ConfigError> {
        let wrong = |reason: String| ConfigError::File { place: place.to_owned(), reason };
        let digest = match token.strip_prefix("sha256:") {
            Some(digits) => {
                unhex(digits).ok_or_else(|| wrong("sha256: is followed by 64 hexadecimal digits".into()))?
            }
            None if token.len() < SHORTEST || !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
                return Err(wrong(format!(
                    "a token has {SHORTEST} characters or more, of ASCII and without spaces; \
                     `openssl rand -hex 32` makes one"
                )));
            }
            None => Sha256::digest(token.as_bytes()).into(),
        };
        self.0.entry(digest).or_default().push(role);
        Ok(())
    }

    /// Who has this token. Takes the same time whichever token it is, or none.
    pub fn caller(&self, token: &str) -> Option<Caller> {
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let mut caller = None;
        for (known, roles) in &self.0 {
            if bool::from(known[..].ct_eq(&digest[..])) {
                let name = known[..4].iter().map(|byte| format!("{byte:02x}")).collect();
                caller = Some(Caller { name, roles: roles.clone() });
            }
        }
        caller
    }

    /// Whether any token has this role.
    pub fn any(&self, role: Role) -> bool {
        self.0.values().any(|roles| role == Role::Read || roles.contains(&role))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn unhex(digits: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if digits.len() != 64 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    for (n, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&digits[2 * n..2 * n + 2], 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKENS: &str = "# old and new\nadmin first-token-of-admin\nadmin second-token-of-admin\n\n\
        read sha256:4c0a5bc26f1ee8b9aa9a2a3bfb7c6a8a1de2a7a6d6c1f13eba5d6c0b1d9e7f00\nwrite first-token-of-admin\n";

    #[test]
    fn two_tokens_of_a_role_are_valid_at_once_and_one_token_may_have_two_roles() {
        let tokens = Tokens::parse(TOKENS, "tokens").unwrap();
        let first = tokens.caller("first-token-of-admin").unwrap();
        assert!(first.has(Role::Admin) && first.has(Role::Write) && first.has(Role::Read));
        let second = tokens.caller("second-token-of-admin").unwrap();
        assert!(second.has(Role::Admin) && !second.has(Role::Write));
        assert_ne!(first.name, second.name);
        assert_eq!(tokens.caller("third-token-of-admin"), None);
        assert_eq!(tokens.caller(""), None);
    }

    #[test]
    fn a_checksum_stands_for_its_token() {
        let digest: String = Sha256::digest(b"first-token-of-admin").iter().map(|byte| format!("{byte:02x}")).collect();
        let tokens = Tokens::parse(&format!("write sha256:{digest}"), "tokens").unwrap();
        assert!(tokens.caller("first-token-of-admin").unwrap().has(Role::Write));
        assert_eq!(tokens.caller(&format!("sha256:{digest}")), None);
    }

    #[test]
    fn a_wrong_line_is_named_and_not_repeated() {
        for line in ["admin short-secret", "root long-enough-secret", "admin sha256:secret", "secret"] {
            let error = Tokens::parse(&format!("\n{line}"), "t.txt").unwrap_err().to_string();
            assert!(error.starts_with("t.txt:2: ") && !error.contains("secret"), "{error}");
        }
        assert_eq!(format!("{:?}", Tokens::parse(TOKENS, "tokens").unwrap()), "3 tokens");
    }
}
