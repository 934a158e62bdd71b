import { mongodbAtHand, type MongodbAtHand } from '../../../infra/testing/mongodb/mongodb-at-hand.js';
import { describeViewStoreContract, type ViewStorePlace } from '../../kernel/view-store.contract.js';
import { openMongodbViewStore } from './mongodb-view-store.js';

let server: MongodbAtHand;
let single: MongodbAtHand;
beforeAll(async () => {
  server = await mongodbAtHand();
  single = await mongodbAtHand({ standalone: true });
});
afterAll(async () => {
  await server.close();
  await single.close();
});
let places = 0;
const place = (at: () => MongodbAtHand) => (): ViewStorePlace => {
  const url = at().url(`views_${++places}`);
  return { open: (now = Date.now) => openMongodbViewStore({ url, now }) };
};

describeViewStoreContract('MongoDB', place(() => server)); // prettier-ignore
describeViewStoreContract('MongoDB without transactions', place(() => single)); // prettier-ignore
