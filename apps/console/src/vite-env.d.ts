/// <reference types="vite/client" />

declare module 'virtual:frame-words/ko' {
  export const messages: Record<string, string>;
}
declare module 'virtual:frame-words/en' {
  export const messages: Record<string, string>;
}
