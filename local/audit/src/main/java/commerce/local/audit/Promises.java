package commerce.local.audit;

import java.util.List;

/** All of them, fresh for one pass over the tables. */
final class Promises {

    private Promises() {}

    static List<Promise> all() {
        return List.of(new NeverOversells(), new CouponsWithinLimits(), new RewardsEarned(), new MoneyHasAnOrderOrARefund(), new OrdersEnd(), new BooksBalance(), new BooksUnaltered(), new MerchantsSettledOnce(), new NothingIsLost(), new TenantsApart(),
                new IdleCostsNothing());
    }
}
