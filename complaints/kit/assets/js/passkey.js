// Asks the browser for a passkey and posts what it gives:
//   <form method="post" data-module="passkey" data-ceremony="register|sign-in" data-options="JSON">
//   <input type="hidden" name="credential"> <p class="govuk-error-message" hidden></p></form>
import { word } from "./words.js";

export async function start(form) {
  try {
    const options = JSON.parse(form.dataset.options);
    const registers = form.dataset.ceremony === "register";
    const given = registers
      ? await navigator.credentials.create({ publicKey: { ...unpacked(options), user: { ...options.user, id: bytes(options.user.id) } } })
      : await navigator.credentials.get({ publicKey: unpacked(options) });
    form.elements.credential.value = JSON.stringify(registers ? made(given) : shown(given));
    form.submit();
  } catch {
    const line = form.querySelector(".govuk-error-message");
    line.textContent = word(form, "failed", "No passkey was given. Go back and try again.");
    line.hidden = false;
  }
}

function unpacked(options) {
  const packed = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    excludeCredentials: packed(options.excludeCredentials),
    allowCredentials: packed(options.allowCredentials),
  };
}

const whole = (given, response) => ({
  id: given.id,
  rawId: text(given.rawId),
  type: given.type,
  response: { clientDataJSON: text(given.response.clientDataJSON), ...response },
  extensions: JSON.stringify(given.getClientExtensionResults()),
});

const made = (given) => whole(given, {
  attestationObject: text(given.response.attestationObject),
  transports: given.response.getTransports?.() ?? null,
});

const shown = (given) => whole(given, {
  authenticatorData: text(given.response.authenticatorData),
  signature: text(given.response.signature),
  userHandle: given.response.userHandle ? text(given.response.userHandle) : null,
});

function bytes(encoded) {
  return Uint8Array.from(atob(encoded.replace(/_/g, "/").replace(/-/g, "+")), (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}
