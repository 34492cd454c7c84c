package commerce.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.DirectMethodHandleDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Which AWS actions a handler's code can reach, read from the compiled classes of all modules: every method of the handler and of its
 * base classes is followed through our own code, lambdas and interfaces included. It may find too much (a call that never happens),
 * never too little.
 */
final class FunctionCalls {

    private static final String SDK = "software/amazon/awssdk/services/";

    /** Client methods and the action each needs. A transaction needs those of its parts. */
    private static final Map<String, String> ACTIONS = Map.ofEntries(
            Map.entry("dynamodb/DynamoDbClient.getItem", "dynamodb:GetItem"),
            Map.entry("dynamodb/DynamoDbClient.batchGetItem", "dynamodb:BatchGetItem"),
            Map.entry("dynamodb/DynamoDbClient.transactGetItems", "dynamodb:GetItem"),
            Map.entry("dynamodb/DynamoDbClient.query", "dynamodb:Query"),
            Map.entry("dynamodb/DynamoDbClient.queryPaginator", "dynamodb:Query"),
            Map.entry("dynamodb/DynamoDbClient.scan", "dynamodb:Scan"),
            Map.entry("dynamodb/DynamoDbClient.putItem", "dynamodb:PutItem"),
            Map.entry("dynamodb/DynamoDbClient.updateItem", "dynamodb:UpdateItem"),
            Map.entry("dynamodb/DynamoDbClient.deleteItem", "dynamodb:DeleteItem"),
            Map.entry("dynamodb/DynamoDbClient.transactWriteItems", ""),
            Map.entry("dynamodb/model/TransactWriteItem$Builder.put", "dynamodb:PutItem"),
            Map.entry("dynamodb/model/TransactWriteItem$Builder.update", "dynamodb:UpdateItem"),
            Map.entry("dynamodb/model/TransactWriteItem$Builder.delete", "dynamodb:DeleteItem"),
            Map.entry("dynamodb/model/TransactWriteItem$Builder.conditionCheck", "dynamodb:ConditionCheckItem"),
            Map.entry("s3/S3Client.putObject", "s3:PutObject"),
            Map.entry("s3/S3Client.getObject", "s3:GetObject"),
            Map.entry("s3/S3Client.getObjectAsBytes", "s3:GetObject"),
            Map.entry("sfn/SfnClient.startExecution", "states:StartExecution"),
            Map.entry("sfn/SfnClient.describeExecution", "states:DescribeExecution"),
            Map.entry("sfn/SfnClient.getExecutionHistory", "states:GetExecutionHistory"),
            Map.entry("sfn/SfnClient.redriveExecution", "states:RedriveExecution"),
            Map.entry("sfn/SfnClient.sendTaskSuccess", "states:SendTaskSuccess"),
            Map.entry("sfn/SfnClient.sendTaskFailure", "states:SendTaskFailure"),
            Map.entry("lambda/LambdaClient.invoke", "lambda:InvokeFunction"),
            Map.entry("eventbridge/EventBridgeClient.putEvents", "events:PutEvents"),
            Map.entry("secretsmanager/SecretsManagerClient.getSecretValue", "secretsmanager:GetSecretValue"));

    private static final String SETTINGS = "commerce/kernel/Settings";
    private static final Predicate<String> SETTING = text -> text != null && text.matches("[A-Z][A-Z0-9]*(_[A-Z0-9]+)+");
    private static final String CONSTRUCTOR = "<init>";
    private static final Set<String> NO_CALLS = Set.of("builder", "close", "create", "serviceName");

    static final Path FUNCTIONS = Path.of("..", "functions");

    private static FunctionCalls compiled;

    private final Map<String, ClassModel> classes = new HashMap<>();
    private final Map<String, Reach> reaches = new ConcurrentHashMap<>();
    private final Map<String, Set<String>> subtypes = new HashMap<>();

    /** @param modules folders that hold {@code target/classes} */
    private FunctionCalls(List<Path> modules) throws IOException {
        for (var module : modules) {
            var root = module.resolve("target/classes");
            if (!Files.isDirectory(root)) {
                throw new IllegalStateException(root + " does not exist: compile " + module + " first");
            }
            try (var files = Files.walk(root)) {
                for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                    var model = ClassFile.of().parse(file);
                    classes.put(model.thisClass().asInternalName(), model);
                }
            }
        }
        classes.forEach((name, model) -> supertypes(model).forEach(type -> subtypes.computeIfAbsent(type, unused -> new HashSet<>()).add(name)));
    }

    private static List<String> supertypes(ClassModel model) {
        var types = new ArrayList<String>();
        model.superclass().ifPresent(type -> types.add(type.asInternalName()));
        model.interfaces().forEach(type -> types.add(type.asInternalName()));
        return types;
    }

    /** Those of this checkout, read once. */
    static synchronized FunctionCalls compiled() {
        if (compiled == null) {
            try (var modules = Files.list(FUNCTIONS)) {
                compiled = new FunctionCalls(modules.filter(module -> Files.exists(module.resolve("pom.xml"))).toList());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return compiled;
    }

    /** Whether there is such a class, and one that can be thrown. @param className with dots */
    boolean isThrowable(String className) {
        var type = className.replace('.', '/');
        if (!classes.containsKey(type)) {
            return false;
        }
        while (classes.containsKey(type)) {
            type = classes.get(type).superclass().orElseThrow().asInternalName();
        }
        return type.endsWith("Exception") || type.endsWith("Error") || type.endsWith("Throwable");
    }

    /** @param owner internal name of the class the call names, which may inherit the method */
    private record Call(String owner, String name, String descriptor) {

        Call on(String type) {
            return new Call(type, name, descriptor);
        }

        boolean is(MethodModel method) {
            return method.methodName().equalsString(name) && method.methodType().equalsString(descriptor);
        }
    }

    /**
     * What a handler's code can reach.
     *
     * @param actions of AWS, sorted
     * @param settings names of the settings it cannot do without, sorted
     * @param texts every string constant: among them names of settings and indexes that are handed from method to method
     * @param made every class of which it makes an object, with dots: among them what it throws
     */
    record Reach(Set<String> actions, Set<String> settings, Set<String> texts, Set<String> made) {}

    /** Of the function's handler. @throws IllegalStateException if the code calls a client's method whose action is not known here */
    Reach of(Templates.Resource function) {
        return reaches.computeIfAbsent("commerce." + function.module() + "." + function.id(), this::reachOf);
    }

    private Reach reachOf(String handler) {
        var itself = new HashSet<String>();
        var todo = new ArrayDeque<Call>();
        for (var type = handler.replace('.', '/'); classes.containsKey(type); type = classes.get(type).superclass().orElseThrow().asInternalName()) {
            itself.add(type);
            for (var method : classes.get(type).methods()) {
                todo.add(new Call(type, method.methodName().stringValue(), method.methodType().stringValue()));
            }
        }
        var reach = new Reach(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
        var seen = new HashSet<Call>();
        while (!todo.isEmpty()) {
            var call = todo.poll();
            if (!seen.add(call)) {
                continue;
            }
            if (call.owner().startsWith(SDK)) {
                action(call).ifPresent(reach.actions()::add);
            } else if (classes.containsKey(call.owner())) {
                todo.addAll(targets(call, itself, reach));
            }
        }
        return reach;
    }

    /** What a call of our own code leads to: the calls in its body, and the same method of the types it may be overridden in. */
    private List<Call> targets(Call call, Set<String> handler, Reach reach) {
        var model = classes.get(call.owner());
        var targets = new ArrayList<Call>();
        // Whose method is called has been made before.
        model.methods().stream().filter(method -> method.methodName().equalsString(CONSTRUCTOR) && !call.name().equals(CONSTRUCTOR))
                .forEach(constructor -> targets.add(new Call(call.owner(), CONSTRUCTOR, constructor.methodType().stringValue())));
        // What a base class calls on itself is this handler's method, not every handler's.
        if (!handler.contains(call.owner())) {
            subtypes.getOrDefault(call.owner(), Set.of()).forEach(subtype -> targets.add(call.on(subtype)));
        }
        model.methods().stream().filter(call::is).findFirst().ifPresentOrElse(
                method -> targets.addAll(callsIn(method, reach)),
                () -> supertypes(model).forEach(type -> targets.add(call.on(type))));
        return targets;
    }

    private static List<Call> callsIn(MethodModel method, Reach reach) {
        var calls = new ArrayList<Call>();
        var constants = new ArrayDeque<String>();
        method.code().ifPresent(code -> code.forEach(element -> {
            switch (element) {
                case ConstantInstruction constant when constant.constantValue() instanceof String text -> {
                    reach.texts().add(text);
                    constants.push(text);
                }
                case NewObjectInstruction made -> reach.made().add(made.className().asInternalName().replace('/', '.'));
                case InvokeInstruction call -> {
                    calls.add(new Call(call.owner().asInternalName(), call.name().stringValue(), call.type().stringValue()));
                    // What has a default is only asked of those who are told of it: its name is among the texts.
                    if (call.owner().asInternalName().equals(SETTINGS) && !call.name().equalsString("find") && SETTING.test(constants.peek())) {
                        reach.settings().add(constants.peek());
                    }
                }
                case InvokeDynamicInstruction call -> call.bootstrapArgs().forEach(argument -> {
                    if (argument instanceof DirectMethodHandleDesc lambda && lambda.owner().isClassOrInterface()) {
                        var descriptor = lambda.owner().descriptorString();
                        calls.add(new Call(descriptor.substring(1, descriptor.length() - 1), lambda.methodName(), lambda.lookupDescriptor()));
                    }
                });
                default -> { }
            }
        }));
        return calls;
    }

    private static Optional<String> action(Call call) {
        var name = call.owner().substring(SDK.length()) + "." + call.name();
        if (!ACTIONS.containsKey(name) && call.owner().endsWith("Client") && !NO_CALLS.contains(call.name())) {
            throw new IllegalStateException("say in " + FunctionCalls.class.getSimpleName() + " which action " + name + " needs");
        }
        return Optional.ofNullable(ACTIONS.get(name)).filter(action -> !action.isEmpty());
    }
}
