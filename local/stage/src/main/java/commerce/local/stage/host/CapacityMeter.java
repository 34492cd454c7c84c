package commerce.local.stage.host;

/** Hears what DynamoDB calls consumed. */
@FunctionalInterface
public interface CapacityMeter {

    /** @param write whether these are write units, else read units */
    void consumed(boolean write, double units);
}
