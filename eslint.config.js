import js from "@eslint/js";
import noUnsanitized from "eslint-plugin-no-unsanitized";
import globals from "globals";

export default [
  { ignores: ["extension/vendor/", "dist/", ".venv*/"] },
  js.configs.recommended,
  noUnsanitized.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-restricted-properties": ["error", { object: "console", property: "log" }],
    },
  },
  {
    files: ["extension/content/**/*.js"],
    languageOptions: {
      sourceType: "script",
      globals: {
        ...globals.browser,
        ...globals.webextensions,
        Readability: "readonly",
        nutgraf: "writable",
      },
    },
  },
  {
    files: [
      "extension/background.js",
      "extension/background/*.js",
      "extension/lib/*.js",
      "extension/options/*.js",
      "extension/welcome/*.js",
    ],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
  },
  {
    files: ["extension/**/*.js"],
    ignores: ["extension/lib/browser.js", "extension/content/browser.js"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...["chrome", "browser"].map((name) => ({
          name,
          message: "Import what you need from lib/browser.js, or use nutgraf.browser in a page.",
        })),
      ],
    },
  },
  { files: ["server/http/pages/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/{unit,support}/extension/*.js"], languageOptions: { globals: globals.node } },
  {
    files: ["tests/bench/extraction/*.js"],
    languageOptions: {
      sourceType: "script",
      globals: {
        ...globals.browser,
        Readability: "readonly",
        Defuddle: "readonly",
        nutgraf: "readonly",
        extractors: "readonly",
      },
    },
  },
  {
    files: ["tests/support/browser/**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
  },
];
