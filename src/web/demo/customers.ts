/** Who one can be on the demo page. Ids are those of the sandbox wallet's customers. */
export interface DemoPayment {
  title: string;
  /** Rupiah; negative: paid. */
  amount: number;
  state: 'done' | 'failed' | 'pending';
}

export interface DemoCustomer {
  id: string;
  name: string;
  /** Language of hers, and of the page with it. */
  locale: string;
  /** Rupiah. */
  balance: number;
  payments: DemoPayment[];
}

export const CUSTOMERS: DemoCustomer[] = [
  {
    id: 'sinta',
    name: 'Sinta',
    locale: 'id',
    balance: 1_284_500,
    payments: [
      { title: 'PLN Token Listrik', amount: -200_000, state: 'failed' },
      { title: 'Kopi Kenangan Senja', amount: -32_000, state: 'done' },
      { title: 'Rina Wulandari', amount: 150_000, state: 'done' },
    ],
  },
  {
    id: 'wei',
    name: 'Wei',
    locale: 'zh',
    balance: 3_560_000,
    payments: [
      { title: 'Toko Elektronik Glodok', amount: -899_000, state: 'pending' },
      { title: 'Grab', amount: -45_000, state: 'done' },
      { title: 'Top up BCA', amount: 2_000_000, state: 'done' },
    ],
  },
];
