// Adds a copy button to each text that is there to be copied. Without it, the text can be selected.
for (const area of document.querySelectorAll('.snippet textarea')) {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = 'Copy';
  const name = document.querySelector('label[for="' + area.id + '"]').textContent;
  button.setAttribute('aria-label', 'Copy: ' + name);
  button.addEventListener('click', async () => {
    area.select();
    try {
      await navigator.clipboard.writeText(area.value);
    } catch {
      document.execCommand('copy');
    }
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  area.closest('.snippet').append(button);
}
