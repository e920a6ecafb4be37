/**
 * Counts down to when another code can be sent, and lets Chrome on Android fill in the code of the text
 * (https://developer.mozilla.org/docs/Web/API/WebOTP_API). Without this script, people do both themselves.
 */
const wait = document.getElementById('wait');
const code = document.querySelector('input[name=code]');

if (wait) {
  const button = wait.parentElement.querySelector('button');
  // From the end and the clock: timers of a tab in the background are slow.
  const endsAt = Date.now() + wait.dataset.waitSeconds * 1000;
  button.disabled = true;
  const timer = setInterval(show, 1000);
  show();

  function show() {
    const seconds = Math.ceil((endsAt - Date.now()) / 1000);
    if (seconds > 0) {
      wait.querySelector('span').textContent = `${seconds} second${seconds === 1 ? '' : 's'}`;
      return;
    }
    clearInterval(timer);
    // Screen readers read this change, and not each second before it.
    wait.setAttribute('role', 'status');
    wait.textContent = 'You can ask for another code now.';
    button.disabled = false;
  }
}

if (code && 'OTPCredential' in window) {
  const asking = new AbortController();
  code.form.addEventListener('submit', () => asking.abort());
  navigator.credentials
    .get({ otp: { transport: ['sms'] }, signal: asking.signal })
    .then((credential) => {
      code.value = credential.code;
    })
    // The person typed the code, or declined.
    .catch(() => undefined);
}
