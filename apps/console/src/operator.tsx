import { createRoot } from 'react-dom/client';
import { styleNonce } from '@madang/console';

Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
createRoot(document.getElementById('console')!).render(<p>운영</p>);
