package commerce.local.stage.secrets;

import commerce.local.stage.StageModel;
import java.util.Collection;
import java.util.Optional;

/** The template's secrets. */
public final class SecretStore {

    private final Collection<StageModel.Secret> secrets;

    public SecretStore(Collection<StageModel.Secret> secrets) {
        this.secrets = secrets;
    }

    public Optional<StageModel.Secret> find(String nameOrArn) {
        return secrets.stream().filter(secret -> secret.arn().equals(nameOrArn) || secret.name().equals(nameOrArn)).findFirst();
    }
}
