/*
 * What a hostile log may try on a terminal, by what it is after. One corpus for both walls: the engine's filter, the terminal's
 * parser, and both together in the running app. Sequences: ECMA-48, xterm's ctlseqs, and the manuals of the terminals named.
 */

const ESC = '\x1b'
const CSI = `${ESC}[`
const OSC = `${ESC}]`
const DCS = `${ESC}P`
const ST = `${ESC}\\`
const BEL = '\x07'

export const hostileEscapes: Record<string, string[]> = {
  'other buffer': [`${CSI}?1049h`, `${CSI}?47h`, `${CSI}?1047h`, `${CSI}?1048h`, `${CSI}?1049l`, `${CSI}?1049;1047h`],
  erasing: [`${CSI}2J`, `${CSI}3J`, `${CSI}J`, `${CSI}1J`, `${CSI}?2J`, `${CSI}K`, `${CSI}1K`, `${CSI}2K`, `${CSI}?2K`, `${CSI}X`, `${CSI}99X`, `${CSI}22J`, `${CSI}1;1;9;9$z`],
  'cursor moves': [
    `${CSI}H`, `${CSI}1;1H`, `${CSI}5A`, `${CSI}5B`, `${CSI}5C`, `${CSI}5D`, `${CSI}3E`, `${CSI}3F`, `${CSI}10G`, `${CSI}2d`, `${CSI}1;1f`,
    `${CSI}I`, `${CSI}Z`, `${CSI}5a`, `${CSI}5e`, `${CSI}5\``, `${ESC}M`, `${ESC}D`, `${ESC}E`, `${ESC}7`, `${ESC}8`, `${CSI}s`, `${CSI}u`,
  ],
  'lines and cells': [
    `${CSI}5L`, `${CSI}5M`, `${CSI}5P`, `${CSI}5@`, `${CSI}5S`, `${CSI}5T`, `${CSI}100b`, `${CSI}3'}`, `${CSI}3'~`, `${CSI}3 @`, `${CSI}3 A`,
    `${CSI}65;1;1;9;9$x`, `${CSI}1;1;9;9;1;1;1;1$v`, `${CSI}1;1;9;9;7$r`,
  ],
  'scroll regions': [`${CSI}2;4r`, `${CSI}1;2r`, `${CSI}r`, `${CSI}?69h`, `${CSI}2;10s`],
  resets: [`${ESC}c`, `${CSI}!p`, `${ESC}#8`, `${CSI}g`, `${CSI}3g`, `${ESC}H`, `${CSI}?5W`],
  modes: [
    `${CSI}4h`, `${CSI}20h`, `${CSI}?1h`, `${CSI}?6h`, `${CSI}?7l`, `${CSI}?25l`, `${CSI}?45h`, `${CSI}?2004h`, `${CSI}?2026h`, `${ESC}=`, `${ESC}>`,
    `${CSI}>4;2m`, `${CSI}1"q`, `${CSI}?5h`, `${CSI}?3h`, `${CSI}?8h`, `${CSI}5 q`, `${CSI}?2031h`,
  ],
  mouse: [`${CSI}?9h`, `${CSI}?1000h`, `${CSI}?1001h`, `${CSI}?1002h`, `${CSI}?1003h`, `${CSI}?1004h`, `${CSI}?1005h`, `${CSI}?1006h`, `${CSI}?1015h`, `${CSI}?1016h`],
  answers: [
    `${CSI}c`, `${CSI}>c`, `${CSI}=c`, `${CSI}5n`, `${CSI}6n`, `${CSI}?6n`, `${CSI}?15n`, `${CSI}?996n`, `${CSI}14t`, `${CSI}16t`, `${CSI}18t`, `${CSI}19t`, `${CSI}21t`,
    `${CSI}4$p`, `${CSI}?2026$p`, `${ESC}Z`, '\x05', `${DCS}$qm${ST}`, `${DCS}+q544e${ST}`, `${OSC}4;1;?${BEL}`, `${OSC}10;?${BEL}`, `${OSC}11;?${ST}`,
    `${OSC}12;?${BEL}`, `${CSI}?u`, `${CSI}>q`, `${CSI}1;1;1;1;9;9*y`, `${CSI}x`,
  ],
  titles: [`${OSC}0;owned${BEL}`, `${OSC}2;owned${ST}`, `${OSC}1;owned${BEL}`, `${CSI}22t`, `${CSI}23t`, `${OSC}l owned${ST}`, `${OSC}L owned${ST}`, `${CSI}22;0t`],
  windows: [`${CSI}1t`, `${CSI}2t`, `${CSI}3;0;0t`, `${CSI}4;10;10t`, `${CSI}8;2;2t`, `${CSI}9;1t`, `${CSI}10;1t`],
  'links, colours, clipboard': [
    `${OSC}8;;https://example.com${BEL}`, `${OSC}8;id=1;file:///etc/passwd${ST}`, `${OSC}52;c;b3duZWQ=${BEL}`, `${OSC}52;p;?${ST}`, `${OSC}4;1;#ff0000${BEL}`,
    `${OSC}10;#000000${BEL}`, `${OSC}11;#ffffff${BEL}`, `${OSC}12;#ff0000${BEL}`, `${OSC}104${BEL}`, `${OSC}110${BEL}`, `${OSC}111${ST}`, `${OSC}7;file://evil/tmp${BEL}`,
    `${OSC}9;hello${BEL}`, `${OSC}9;4;1;50${ST}`, `${OSC}50;font${BEL}`, `${OSC}133;A${BEL}`, `${OSC}133;C${ST}`, `${OSC}633;E;rm -rf${BEL}`, `${OSC}633;P;Cwd=/${ST}`,
    `${OSC}777;notify;a;b${BEL}`, `${OSC}1337;File=:AAAA${BEL}`, `${OSC}1337;SetUserVar=a=b${ST}`, `${OSC}1337;RequestAttention=yes${BEL}`, `${OSC}99;;x${ST}`,
    `${OSC}5522;x${ST}`, `${OSC}9999999999;x${BEL}`, `${OSC};${BEL}`, `${OSC}${ST}`,
  ],
  'pictures and keys': [
    `${DCS}q#0;2;0;0;0~~${ST}`, `${DCS}0;1;0q"1;1;9;9#1~${ST}`, `${ESC}_Gf=24,s=1,v=1;AAAA${ST}`, `${ESC}_Ga=q,i=1;AAAA${ST}`, `${CSI}>1u`, `${CSI}=1;1u`, `${CSI}<u`, `${CSI}?4;2m`,
    `${DCS}tmux;${ESC}${OSC}52;c;eA==${BEL}${ST}`, `${DCS}{ @x${ST}`, `${DCS}1;1|17/x${ST}`,
  ],
  'strings of other kinds': [`${ESC}_apc${ST}`, `${ESC}^pm${ST}`, `${ESC}Xsos${ST}`, `${ESC}_${'x'.repeat(5000)}${ST}`],
  charsets: [`${ESC}(0`, `${ESC})0`, `${ESC}*B`, `${ESC}+A`, `${ESC}%G`, `${ESC}%@`, `${ESC}n`, `${ESC}o`, `${ESC}~`, `${ESC}|`, `${ESC}}`, '\x0e', '\x0f', `${ESC} F`, `${ESC} G`],
}

/** Controls of one character: shown, or dropped; never obeyed. Line feed and carriage return are the log's own. */
export const hostileControls = [
  ...Array.from({ length: 0x20 }, (_, code) => code).filter((code) => ![0x09, 0x0a, 0x0d, 0x1b].includes(code)),
  0x7f,
  ...Array.from({ length: 0x20 }, (_, index) => 0x80 + index),
].map((code) => String.fromCharCode(code))

/** C1 controls begin the same sequences as ESC and a letter do. */
export const c1Escapes = ['\x9b2J', '\x9b?1049h', '\x9b6n', '\x9d0;owned\x9c', '\x9d52;c;eA==\x07', '\x90q~~\x9c', '\x9fapc\x9c', '\x9epm\x9c', '\x98sos\x9c', '\x84', '\x85', '\x88', '\x8d']

/** They end with the line, or never, or are known to some terminals only; what comes after the line must not be theirs. */
export const unterminated = [`${ESC}k owned${ST}`, ESC, CSI, `${CSI}1;2`, `${CSI}?`, OSC, `${OSC}0;owned`, `${OSC}52;c;eA==`, DCS, `${DCS}q~~`, `${ESC}_apc`, `${ESC}^pm`, `${ESC}Xsos`, `${ESC}(`, `${CSI}${ESC}[2J`, `${OSC}0;x${ESC}[2J`, `${CSI}1\x182J`]

/** Characters without a shape, or that turn others around: what is read is then not what is there. */
export const deceptive = [
  0x00ad, 0x034f, 0x061c, 0x115f, 0x1160, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061, 0x2062,
  0x2063, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206b, 0x206c, 0x206d, 0x206e, 0x206f, 0x3164, 0xfeff, 0xffa0, 0xfff9, 0xfffa, 0xfffb, 0xe0001, 0xe0041, 0xe007f,
].map((code) => String.fromCodePoint(code))
