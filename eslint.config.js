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
    files: ["extension/page/*.js"],
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
  { files: ["server/pages/*.js"], languageOptions: { globals: globals.browser } },
  { files: ["tests/extension/*.js"], languageOptions: { globals: globals.node } },
  {
    files: ["tests/pages/*.js"],
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
    files: ["tests/e2e/**/*.js"],
    languageOptions: { globals: { ...globals.browser, ...globals.webextensions } },
  },
];
