import type { Chance } from './chance.js';
import { INSTITUTION, type DemoCollection } from './institution.js';
import { Picture } from './picture.js';

const PAPER = 0;
const EDGE = 1;
const INK = 2;
const STEM = 3;
const LEAF = 4;
const DARK_LEAF = 5;
const FLOWER = 6;
const LABEL = 7;
const GLASS = 8;

const FLOWERS = [0xb0475f, 0xd9b13b, 0x7a5fa3, 0xcfc6b4, 0xc46f3a];

/** A drawing of the specimen with its label, as PNG; the same chance draws the same picture. */
export function drawSpecimen(chance: Chance, { group }: DemoCollection, lines: readonly string[]): Buffer {
  const palette = [
    0xf1ebdc,
    0xcbbf9f,
    0x2b2622,
    0x6b5334,
    0x55703c,
    0x3c5230,
    chance.pick(FLOWERS),
    0xfbf8ef,
    0xb9cdd2,
  ];
  const picture = new Picture(300, 400, palette);
  picture.rectangle(0, 0, 300, 4, EDGE);
  picture.rectangle(0, 396, 300, 4, EDGE);
  if (group === 'p') plant(picture, chance);
  else if (group === 'i') insect(picture, chance);
  else jar(picture, chance);
  label(picture, lines);
  return picture.png();
}

function label(picture: Picture, lines: readonly string[]): void {
  picture.rectangle(118, 316, 174, 74, EDGE);
  picture.rectangle(120, 318, 170, 70, LABEL);
  [INSTITUTION, ...lines].forEach((line, row) => picture.write(line.slice(0, 40), 124, 323 + row * 11, 1, INK));
  picture.rectangle(14, 372, 60, 6, INK);
  for (let x = 16; x < 72; x += 8) picture.rectangle(x, 373, 4, 4, PAPER);
}

function plant(picture: Picture, chance: Chance): void {
  for (let root = -2; root <= 2; root++)
    picture.line(140, 300, 140 + root * 9 + chance.between(-3, 3), 312 + chance.between(2, 20), 1, STEM);
  branch(picture, chance, 140, 300, -Math.PI / 2 + (chance.next() - 0.5) * 0.3, chance.between(62, 84), 4);
}

function branch(
  picture: Picture,
  chance: Chance,
  x: number,
  y: number,
  angle: number,
  length: number,
  depth: number,
): void {
  const [endX, endY] = [x + Math.cos(angle) * length, y + Math.sin(angle) * length];
  picture.line(x, y, endX, endY, depth, STEM);
  const leaves = chance.between(1, 3);
  for (let leaf = 0; leaf < leaves; leaf++) {
    const side = leaf % 2 === 0 ? 1 : -1;
    const along = (leaf + 1) / (leaves + 1);
    const turn = angle + side * 0.9;
    const [leafX, leafY] = [x + (endX - x) * along + Math.cos(turn) * 11, y + (endY - y) * along + Math.sin(turn) * 11];
    picture.ellipse(leafX, leafY, 12, 4.5, turn, chance.happens(0.3) ? DARK_LEAF : LEAF);
  }
  if (depth === 1) return picture.ellipse(endX, endY, 4, 4, 0, FLOWER);
  for (const turn of [-0.5, 0.45, ...(chance.happens(0.3) ? [0.05] : [])])
    branch(picture, chance, endX, endY, angle + turn + (chance.next() - 0.5) * 0.25, length * 0.72, depth - 1);
}

function insect(picture: Picture, chance: Chance): void {
  const winged = chance.happens(0.55);
  if (winged) for (const side of [-1, 1]) wing(picture, chance, side);
  const reach = winged ? 24 : 52;
  for (const side of [-1, 1])
    for (const leg of [150, 170, 190]) picture.line(150, leg, 150 + side * reach, leg + 22, 2, INK);
  picture.ellipse(150, 200, winged ? 9 : 24, 46, 0, winged ? STEM : DARK_LEAF);
  picture.ellipse(150, 152, winged ? 11 : 20, 20, 0, STEM);
  picture.ellipse(150, 126, 10, 9, 0, INK);
  for (const side of [-1, 1]) picture.line(150 + side * 4, 120, 150 + side * 22, 88, 1.5, INK);
  picture.line(150, 60, 150, 300, 1.5, EDGE);
  picture.ellipse(150, 58, 4, 4, 0, INK);
}

function wing(picture: Picture, chance: Chance, side: number): void {
  picture.ellipse(150 + side * 52, 150, 56, 30, side * -0.5, FLOWER);
  picture.ellipse(150 + side * 40, 198, 38, 26, side * 0.5, FLOWER);
  for (let spot = 0; spot < 6; spot++)
    picture.ellipse(150 + side * chance.between(24, 90), chance.between(128, 206), 3, 3, 0, INK);
}

function jar(picture: Picture, chance: Chance): void {
  picture.rectangle(84, 60, 132, 236, GLASS);
  picture.rectangle(78, 40, 144, 24, INK);
  picture.rectangle(88, 110, 124, 182, PAPER);
  const bend = chance.between(-20, 20);
  picture.line(150 + bend, 270, 150, 190, 12, STEM);
  picture.ellipse(150, 180, 26, 40, bend / 60, STEM);
  picture.ellipse(150 - bend / 2, 138, 17, 15, 0, DARK_LEAF);
  for (const side of [-1, 1]) {
    picture.line(150, 170, 150 + side * 36, 190, 5, STEM);
    picture.line(150, 205, 150 + side * 34, 236, 5, STEM);
    picture.ellipse(150 - bend / 2 + side * 8, 134, 2.5, 2.5, 0, LABEL);
  }
}
