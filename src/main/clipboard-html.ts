const OWN_TAGS = /<(?:pre|span)(?: style="[-a-z0-9:;#. ]*")?>|<\/(?:pre|span)>/gi

/** Whether HTML is of the one kind that a pane makes for the clipboard: text in `pre` and `span`, styled and nothing else. */
export function isPaneHtml(html: string): boolean {
  return !/[<>]/.test(html.replace(OWN_TAGS, ''))
}
