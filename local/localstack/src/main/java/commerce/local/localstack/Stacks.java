package commerce.local.localstack;

import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;

/** Creates or updates one stack and waits for what becomes of it. */
final class Stacks {

    /** What creation leaves behind when it fails: nothing can be done with it but to remove it. */
    private static final Set<String> WRECKS = Set.of("ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED", "REVIEW_IN_PROGRESS");
    private static final String GONE = "DELETE_COMPLETE";
    private static final Set<String> GOOD = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE");

    private final CloudFormationClient cloudFormation;
    private final Duration pause;
    private final Duration patience;

    /** What was done. */
    enum Outcome { CREATED, UPDATED, UNCHANGED }

    /**
     * @param pause between two looks at a stack that is being worked on
     * @param patience after which waiting is given up
     */
    Stacks(CloudFormationClient cloudFormation, Duration pause, Duration patience) {
        this.cloudFormation = cloudFormation;
        this.pause = pause;
        this.patience = patience;
    }

    /**
     * @param declared names of the template's parameters
     * @param values of some of them; for others an existing stack keeps what it has, and a new one takes the default
     * @throws DeploymentFailed naming the first resource that failed and the reason
     */
    Outcome deploy(String name, URL template, Set<String> declared, Map<String, String> values) {
        var existing = find(name).map(stack -> settled(name, stack)).filter(stack -> !stack.stackStatusAsString().equals(GONE));
        if (existing.isPresent() && WRECKS.contains(existing.get().stackStatusAsString())) {
            cloudFormation.deleteStack(request -> request.stackName(name));
            gone(name);
            existing = Optional.empty();
        }
        if (existing.isEmpty()) {
            cloudFormation.createStack(request -> request.stackName(name).templateURL(template.toString()).capabilities(Capability.CAPABILITY_NAMED_IAM)
                    .parameters(parameters(declared, values, Set.of())));
            succeeded(name);
            return Outcome.CREATED;
        }
        var known = existing.get().parameters().stream().map(Parameter::parameterKey).collect(Collectors.toSet());
        try {
            cloudFormation.updateStack(request -> request.stackName(name).templateURL(template.toString()).capabilities(Capability.CAPABILITY_NAMED_IAM)
                    .parameters(parameters(declared, values, known)));
        } catch (CloudFormationException refused) {
            if (message(refused).contains("No updates are to be performed")) {
                return Outcome.UNCHANGED;
            }
            throw refused;
        }
        succeeded(name);
        return Outcome.UPDATED;
    }

    private static List<Parameter> parameters(Set<String> declared, Map<String, String> values, Set<String> known) {
        var parameters = new ArrayList<Parameter>();
        declared.stream().sorted().forEach(key -> {
            if (values.containsKey(key)) {
                parameters.add(Parameter.builder().parameterKey(key).parameterValue(values.get(key)).build());
            } else if (known.contains(key)) {
                parameters.add(Parameter.builder().parameterKey(key).usePreviousValue(true).build());
            }
        });
        return parameters;
    }

    private Optional<Stack> find(String name) {
        try {
            return cloudFormation.describeStacks(request -> request.stackName(name)).stacks().stream()
                    .filter(stack -> !stack.stackStatusAsString().equals(GONE)).findFirst();
        } catch (CloudFormationException missing) {
            if (message(missing).contains("does not exist")) {
                return Optional.empty();
            }
            throw missing;
        }
    }

    private static String message(CloudFormationException refused) {
        return refused.awsErrorDetails() == null ? String.valueOf(refused.getMessage()) : String.valueOf(refused.awsErrorDetails().errorMessage());
    }

    private void succeeded(String name) {
        var stack = settled(name, find(name).orElseThrow(() -> new DeploymentFailed("stack " + name + " vanished while it was being deployed")));
        if (!GOOD.contains(stack.stackStatusAsString())) {
            throw new DeploymentFailed("stack " + name + ": " + cause(name).orElse(stack.stackStatusAsString() + ": " + stack.stackStatusReason()));
        }
    }

    private void gone(String name) {
        var stack = find(name);
        if (stack.isPresent() && settled(name, stack.get()).stackStatusAsString().equals("DELETE_FAILED")) {
            throw new DeploymentFailed("what was left of stack " + name + " cannot be deleted: " + cause(name).orElse("no reason is given"));
        }
    }

    /** The stack once nothing is in progress any more; {@link #GONE} if it is that. */
    private Stack settled(String name, Stack first) {
        var deadline = System.nanoTime() + patience.toNanos();
        var stack = first;
        while (stack.stackStatusAsString().endsWith("_IN_PROGRESS") && !WRECKS.contains(stack.stackStatusAsString())) {
            if (System.nanoTime() > deadline) {
                throw new DeploymentFailed("stack " + name + " is still " + stack.stackStatusAsString() + " after " + patience.toMinutes() + " minutes");
            }
            pause();
            stack = find(name).orElse(Stack.builder().stackName(name).stackStatus(GONE).build());
        }
        return stack;
    }

    private void pause() {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new DeploymentFailed("interrupted while waiting for a stack");
        }
    }

    /** The oldest failure since the stack was last touched: what failed after it was only cancelled because of it. */
    private Optional<String> cause(String name) {
        StackEvent oldest = null;
        for (var event : cloudFormation.describeStackEventsPaginator(request -> request.stackName(name)).stackEvents()) {
            var ofTheStack = event.resourceType() != null && event.resourceType().equals("AWS::CloudFormation::Stack");
            if (ofTheStack && Set.of("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS").contains(event.resourceStatusAsString())) {
                break;
            }
            if (!ofTheStack && event.resourceStatusAsString().endsWith("_FAILED")) {
                oldest = event;
            }
        }
        return Optional.ofNullable(oldest).map(event -> "%s (%s) %s: %s".formatted(
                event.logicalResourceId(), event.resourceType(), event.resourceStatusAsString(), event.resourceStatusReason()));
    }
}
