/** Language and theme: the browser's preference until the visitor chooses. Each is a labelled select, so that it is easy to find. */
import { byId } from './dom.mjs';
import { keep, recall } from './keep.mjs';

/** @type {Record<string, string>} */
const LOCALES = { en: 'en_US', es: 'es_ES', pt: 'pt_BR' };

/** The language that early.js has set. */
export const language = () => document.documentElement.lang;
/** The locale of the project's texts. */
export const locale = () => LOCALES[language()];

/** @param {(language: string) => void} onLanguage */
export function createAppearance(onLanguage) {
  const languages = byId('language');
  languages.value = language();
  languages.addEventListener('change', () => {
    document.documentElement.lang = languages.value;
    keep('language', languages.value, 'localStorage');
    onLanguage(languages.value);
  });
  const themes = byId('theme');
  themes.value = recall('theme', 'system', 'localStorage');
  themes.addEventListener('change', () => {
    if (themes.value === 'system') {
      keep('theme', null, 'localStorage');
      delete document.documentElement.dataset.theme;
    } else {
      keep('theme', themes.value, 'localStorage');
      document.documentElement.dataset.theme = themes.value;
    }
  });
}
