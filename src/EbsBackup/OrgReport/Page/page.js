'use strict';
// Every table can be read without this script. With it, tables sort by their headers, filter by words, and long ones fold.
(() => {
  const FOLD_FROM = 16;
  const FOLDED = 10;
  const FILTER_FROM = 6;
  const count = n => n.toLocaleString('en-US');
  const words = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

  for (const table of document.querySelectorAll('table.data')) enhance(table);

  function enhance(table) {
    const body = table.tBodies[0];
    let rows = [...body.rows];
    nameCells(table, rows);
    if (rows.length < 2) return;
    const fold = rows.length < FILTER_FROM ? () => {} : makeFilter(table, () => rows);

    const headers = [...table.tHead.rows[0].cells];
    headers.forEach((header, column) => makeSortable(header, () => {
      const numeric = header.classList.contains('n');
      const descending = header.ariaSort ? header.ariaSort === 'ascending' : numeric;
      headers.forEach(other => other.removeAttribute('aria-sort'));
      header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      const keys = new Map(rows.map(row => [row, sortKey(row.cells[column], numeric)]));
      const compare = numeric ? (a, b) => a - b : words.compare;
      rows = [...rows].sort((a, b) => compare(keys.get(a), keys.get(b)) * (descending ? -1 : 1));
      body.append(...rows);
      fold();
    }));
  }

  // Returns what is to be called when the order of the rows has changed.
  function makeFilter(table, rows) {
    let open = table.closest('details') !== null;
    const filter = element('input', { type: 'search', placeholder: 'Filter', ariaLabel: `Filter: ${table.caption.textContent}` });
    const status = element('span', { role: 'status' });
    const more = element('button', { type: 'button' });
    const tools = element('div', { className: 'tools' });
    tools.append(filter, status, more);
    table.parentElement.before(tools);
    filter.addEventListener('input', show);
    more.addEventListener('click', () => { open = !open; show(); });
    for (const link of document.querySelectorAll(`a[data-filter][href="#${table.id}"]`))
      link.addEventListener('click', () => { filter.value = link.dataset.filter; show(); });
    show();
    return show;

    function show() {
      const wanted = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
      const all = rows();
      const matches = all.filter(row => wanted.every(word => textOf(row).includes(word)));
      const shown = open || matches.length < FOLD_FROM ? matches.length : FOLDED;
      all.forEach(row => { row.hidden = true; });
      matches.forEach((row, i) => {
        row.hidden = false;
        row.classList.toggle('folded', i >= shown);
      });
      status.textContent = shown === all.length ? `${count(shown)} rows` : matches.length === all.length
        ? `${count(shown)} of ${count(all.length)} rows`
        : `${count(shown)} of ${count(matches.length)} rows found among ${count(all.length)}`;
      more.hidden = matches.length < FOLD_FROM;
      more.textContent = open ? `Show ${FOLDED}` : `Show all ${count(matches.length)}`;
    }
  }

  function makeSortable(header, sort) {
    const button = element('button', { type: 'button', textContent: header.textContent });
    button.addEventListener('click', sort);
    header.dataset.name = header.textContent;
    header.replaceChildren(button);
  }

  function sortKey(cell, numeric) {
    const text = cell.textContent.trim();
    return numeric ? Number(cell.dataset.v ?? (text.replace(/[^0-9.-]/g, '') || -1)) : text;
  }

  function textOf(row) {
    return row.words ??= [...row.cells].map(cell => `${cell.textContent} ${cell.title}`).join('\n').toLowerCase();
  }

  // On a phone a row becomes a block, which takes the roles of a table away: give them back.
  // A number or a time without its header would say nothing there, so it gets it as a label.
  function nameCells(table, rows) {
    if (!table.classList.contains('rows')) return;
    const names = [...table.tHead.rows[0].cells].map(header => header.textContent);
    table.setAttribute('role', 'table');
    for (const row of rows) {
      row.setAttribute('role', 'row');
      [...row.cells].forEach((cell, i) => {
        cell.setAttribute('role', cell.tagName === 'TH' ? 'rowheader' : 'cell');
        if (cell.matches('.n, .t')) cell.dataset.label = names[i];
      });
    }
  }

  function element(name, properties) {
    return Object.assign(document.createElement(name), properties);
  }
})();
