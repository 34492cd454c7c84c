package commerce.settlement.domain;

/**
 * What the platform and the provider take of an order's money.
 *
 * @param commissionBasisPoints the platform's share, in hundredths of a percent
 * @param providerFeeBasisPoints the provider's share, in hundredths of a percent
 */
public record Rates(int commissionBasisPoints, int providerFeeBasisPoints) {

    public Rates {
        if (commissionBasisPoints < 0 || providerFeeBasisPoints < 0 || commissionBasisPoints + providerFeeBasisPoints > 10_000) {
            throw new IllegalArgumentException("rates must not be negative, nor take more than everything: " + commissionBasisPoints + " + " + providerFeeBasisPoints);
        }
    }
}
