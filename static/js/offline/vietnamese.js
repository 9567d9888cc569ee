// Vietnamese names as the server reads them: folded for search, and put in the order of the alphabet. A test holds
// this to app/vietnamese.py over all of Unicode.

const MOST_WORDS = 8;
const LONGEST_WORD = 40;
const LONGEST_SEARCH = 400;
const ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";
const CODES = new Map([...ALPHABET].map((letter, place) => [letter, String.fromCharCode(65 + place)]));
const TONES = new Map([["\u0300", "1"], ["\u0309", "2"], ["\u0303", "3"], ["\u0301", "4"], ["\u0323", "5"]]);
const SHAPES = new Set(["\u0302", "\u0306", "\u031b"]); // circumflex, breve, horn: they make other letters
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** Return the words of `text` in lower-case ASCII without accents (đ is d), one space between them. */
export function fold(text) {
  const bare = [...casefold(text).normalize("NFKD")].map(foldCharacter).join("");
  return bare.split(" ").filter(Boolean).join(" ");
}

/** Return every folded word with a space before it: a typed word begins one of them iff " word" is inside. */
export function searchKey(name) {
  const folded = fold(name);
  return folded && ` ${folded}`;
}

/** Return the folded, distinct words typed into a search. */
export function searchWords(typed) {
  const words = fold([...typed].slice(0, LONGEST_SEARCH).join("")).split(" ").filter(Boolean);
  return [...new Set(words.map((word) => word.slice(0, LONGEST_WORD)))].slice(0, MOST_WORDS);
}

/** Return an ASCII key that sorts by given name (the last word), then the rest; letters count before tones. */
export function sortKey(name) {
  const words = casefold(name).normalize("NFC").split(SPACES).filter(Boolean);
  return [...words.slice(-1), ...words.slice(0, -1)].map(wordKey).join(" ");
}

/** Return `text` composed, with single spaces, as the server tidies what was typed. */
export const tidy = (text) => text.normalize("NFC").split(SPACES).filter(Boolean).join(" ");

/** Lower case as Unicode folds it: by way of the capitals, but for letters that have none of their own. */
function casefold(text) {
  return [...text].map((letter) => (letter === "ı" ? letter : letter.toLowerCase().toUpperCase().toLowerCase())).join("");
}

function foldCharacter(letter) {
  if (letter === "đ") return "d";
  if (isMark(letter)) return "";
  return /[A-Za-z0-9]/.test(letter) ? letter : " ";
}

/** Tell whether a character combines with the one before it: normalising sorts it before the highest of all marks. */
function isMark(letter) {
  const pair = `a\u0345${letter}`;
  return letter === "\u0345" || pair.normalize("NFD") !== pair;
}

function wordKey(word) {
  const split = [...word].map(parts);
  const letters = split.map(([letter]) => CODES.get(letter) ?? (/\p{L}/u.test(letter) ? "z" : "@"));
  return `${letters.join("")}!${split.map(([, tone]) => tone).join("")}`;
}

/** Return the letter of the alphabet and the digit of the tone of one composed character. */
function parts(letter) {
  const [base, ...marks] = letter.normalize("NFD");
  const shaped = (base + marks.filter((mark) => SHAPES.has(mark)).join("")).normalize("NFC");
  const tone = marks.map((mark) => TONES.get(mark)).find(Boolean) ?? "0";
  return [CODES.has(shaped) ? shaped : base, tone];
}
