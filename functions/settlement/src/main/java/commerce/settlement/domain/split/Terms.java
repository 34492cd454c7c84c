package commerce.settlement.domain.split;

/**
 * What holds where no rule says otherwise: configuration of the installation.
 *
 * @param commissionBasisPoints what the platform takes
 * @param providerFeeBasisPoints what the payment provider takes
 * @param vipFrom the level from which a member is a VIP to formulas
 * @param shippingTo who gets what was paid beside the goods
 */
public record Terms(int commissionBasisPoints, int providerFeeBasisPoints, int vipFrom, ShippingTo shippingTo) {

    public enum ShippingTo {
        /** The shop ships. */
        TENANT,
        /** Merchants ship: each gets its part by what its goods cost. */
        MERCHANTS
    }

    public Terms {
        if (commissionBasisPoints < 0 || providerFeeBasisPoints < 0 || commissionBasisPoints + providerFeeBasisPoints > 10_000) {
            throw new IllegalArgumentException("rates must not be negative, nor take more than everything: " + commissionBasisPoints + " + " + providerFeeBasisPoints);
        }
    }
}
