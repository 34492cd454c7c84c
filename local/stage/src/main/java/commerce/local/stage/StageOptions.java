package commerce.local.stage;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a stage is to be started.
 *
 * @param port the front door's port on 127.0.0.1; 0 takes a free one
 * @param dynamoDbEndpoint another DynamoDB engine; empty starts DynamoDB Local as a process of its own
 * @param assembly the folder with the synthesized templates ({@code cdk.out})
 * @param workFolder where logs and the state file go ({@code .commerce} of the checkout)
 * @param isolated the checkout whose {@code function.zip}s run, each function in processes of its own; empty runs functions in this JVM
 */
public record StageOptions(int port, Optional<URI> dynamoDbEndpoint, Path assembly, Path workFolder, Optional<Path> isolated) {

    /** With functions in this JVM. */
    public StageOptions(int port, Optional<URI> dynamoDbEndpoint, Path assembly, Path workFolder) {
        this(port, dynamoDbEndpoint, assembly, workFolder, Optional.empty());
    }
}
