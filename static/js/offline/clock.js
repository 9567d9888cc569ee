// Moments in words, as the villages read them, wherever the phone believes it is.

/** Return a moment (ISO text or milliseconds) as day and time in Vietnam. */
export const inWords = (moment, locale) =>
  new Date(moment).toLocaleString(locale, { dateStyle: "short", timeStyle: "short", timeZone: "Asia/Ho_Chi_Minh" });
