/** All that the content scripts know of the language of articles. */
globalThis.nutgraf ??= {};

nutgraf.english ??= (() => {
  /** The language of every point, for screen readers and voices. */
  const LANGUAGE = "en";

  /** How sites begin to promote themselves amid an article. */
  const INVITATIONS = [
    /^(sign up|subscribe) (for|to|now|here)\b/i,
    /^follow (us|.{1,40}) on\b/i,
    /^(read|see|watch) (more|next|also)\b/i,
    /^more (on|from) .{1,40}$/i,
    /^for more stories\b/i,
    /^(got a story|do you have a (story|tip)|get in touch with)\b/i,
    /^(article|story) continues\b/i,
    /^(click here|by signing up|this site is protected by)\b/i,
    /^download (our|the) .{1,40} app\b/i,
    /^if you buy something\b/i,
    /^we apologi[sz]e, but this video\b/i,
  ];

  /** How sites say, below the last paragraph, that the rest is for subscribers. */
  const WALLS = [
    /\b(subscribe|sign (in|up)|log in|register|join)\b.{0,40}\b(to|and) (continue|keep|finish|read|unlock)\b/i,
    /\b(continue|keep) reading\b.{0,60}\b(subscri|sign|register|account|member|trial)/i,
    /\balready (a|an|have an?) (paid )?(subscriber|member|subscription|account)\b/i,
    /\bthis (article|story|content|post) is (only |exclusively )?(available |reserved )?(for|to) .{0,20}(subscribers|members)\b/i,
    /\bunlock (this|the (full|rest of the)|the whole) (article|story)\b/i,
    /\bto read the (full|rest|whole|entire)\b/i,
    /\bthe rest of this (article|story|post)\b/i,
  ];

  /** How sites label the link to their next story; "Next week's weather" is itself a headline. */
  const NEXT =
    /^next(?: (?:article|story|post|up)\b[\s:›»→-]*|(?: in [^:›»→]{1,30}?)?\s*(?:[:›»→]\s*|$))/i;

  return { LANGUAGE, INVITATIONS, WALLS, NEXT };
})();
