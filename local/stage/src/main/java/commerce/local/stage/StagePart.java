package commerce.local.stage;

import java.io.IOException;

/**
 * Something that hangs on the stage: the front door, a provider simulator. The stage finds these as CDI beans (make them
 * {@code @Singleton}) and leads each through {@link #open}, {@link #start}, any number of {@link #reset}, {@link #close}.
 */
public interface StagePart extends AutoCloseable {

    /**
     * Takes its socket and says what others must know, before the template is read. Requests that come in before {@link #start} are
     * answered 503 or wait.
     *
     * @throws java.net.BindException if the front door's port is taken
     */
    void open(StageOptions options, StageSetup setup) throws IOException;

    /** Everything else is up: begins to serve. */
    void start(Stage stage);

    /** The stage has been emptied: forget what was remembered. */
    void reset();

    /** Stops at once and gives the socket back. Does nothing if it was never opened or is closed. */
    @Override
    void close();

    /** What a part tells the stage before the template is read. */
    interface StageSetup {

        /** The value of a CloudFormation parameter, e.g. {@code SimulatorBaseUrl}, for every template that declares it. */
        void parameter(String name, String value);

        /** The text of the secret with that logical id, in place of what the template would generate, e.g. {@code StripeSecret}. */
        void secret(String logicalId, String value);

        /** The port the front door listens on; the stage prints it and writes it into the state file. */
        void frontDoorPort(int port);
    }
}
