package commerce.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awscdk.services.lambda.Code;

/** Where a module's code comes from. */
@FunctionalInterface
public interface FunctionCode {

    /** @param module folder below {@code functions/}, for example {@code inventory} */
    Code of(String module);

    /** What the build left in each module: for deploying. @param root the checkout */
    static FunctionCode built(Path root) {
        return module -> {
            var zip = root.resolve("functions").resolve(module).resolve("target/function.zip");
            if (!Files.isRegularFile(zip)) {
                throw new IllegalStateException(zip + " does not exist: build functions/" + module + " first");
            }
            return Code.fromAsset(zip.toString());
        };
    }

    /** The same small asset for every module: for templates whose reader finds the code by itself, and for tests. */
    static FunctionCode placeholder() {
        try {
            var folder = Files.createTempDirectory("placeholder-code");
            var text = Files.writeString(folder.resolve("placeholder.txt"), "The function's code is not part of this assembly.\n");
            folder.toFile().deleteOnExit();
            text.toFile().deleteOnExit();
            return module -> Code.fromAsset(folder.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
