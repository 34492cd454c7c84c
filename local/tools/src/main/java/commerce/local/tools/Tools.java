package commerce.local.tools;

import commerce.local.tools.bench.CheckoutBench;
import commerce.local.tools.bench.ClearingBench;
import commerce.local.tools.bench.LedgerBench;
import commerce.local.tools.client.HttpApi;
import commerce.local.tools.client.Patience;
import commerce.local.tools.client.UnexpectedReply;
import commerce.local.tools.demo.Demo;
import commerce.local.tools.race.Race;
import commerce.local.tools.seed.Seed;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** The command line of the tools: {@code seed}, {@code demo}, {@code race}, {@code bench checkout}, {@code bench ledger}, {@code bench clearing}, each against a running stage. */
public final class Tools {
    private static final String USAGE = """
            usage: seed | demo | race | bench checkout [--buyers 1,8,32] [--orders N] | bench ledger [--operators 1,8,32] [--transfers N] | bench clearing [--orders N] [--merchants N]; each takes --port N, or finds this checkout's stage""";

    private Tools() {
    }

    public static void main(String[] args) {
        // UTF-8 whatever the locale says: product names are Chinese, and a bare machine's locale is often POSIX.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.exit(run(args, out, err));
    }

    /** Runs one command. Answers 0 when it did what it says, 1 when it failed, 2 when it was asked wrongly. */
    public static int run(String[] args, PrintStream out, PrintStream err) {
        try {
            return dispatch(args, out) ? 0 : 1;
        } catch (CommandFailed failed) {
            err.println(failed.getMessage());
            return failed.exitCode();
        } catch (UnexpectedReply | Patience.GaveUp | UncheckedIOException | IllegalStateException failed) {
            err.println("failed: " + failed.getMessage());
            return 1;
        }
    }

    private static boolean dispatch(String[] args, PrintStream out) {
        if (args.length == 0) {
            throw CommandFailed.usage(USAGE);
        }
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        return switch (args[0]) {
            case "seed" -> {
                new Seed(stage(rest), out).run();
                yield true;
            }
            case "demo" -> new Demo(stage(rest), out).run().isEmpty();
            case "race" -> new Race(stage(rest), out).run();
            case "bench" -> bench(rest, out);
            default -> throw CommandFailed.usage("unknown command " + args[0] + "; " + USAGE);
        };
    }

    private static HttpApi stage(String[] args) {
        Arguments arguments = Arguments.parse(args, Set.of("port"));
        if (!arguments.words().isEmpty()) {
            throw CommandFailed.usage("\"" + arguments.words().getFirst() + "\" is not understood; " + USAGE);
        }
        return connect(arguments);
    }

    private static boolean bench(String[] args, PrintStream out) {
        switch (args.length == 0 ? "" : args[0]) {
            case "checkout" -> {
                Arguments arguments = bench(args, Set.of("port", "buyers", "orders"));
                List<Integer> buyers = arguments.numbers("buyers", 1, List.of(1, 8, 32));
                OptionalInt orders = arguments.number("orders", 1);
                new CheckoutBench(connect(arguments), out).run(buyers, orders);
            }
            case "ledger" -> {
                Arguments arguments = bench(args, Set.of("port", "operators", "transfers"));
                List<Integer> operators = arguments.numbers("operators", 1, List.of(1, 8, 32));
                int transfers = arguments.number("transfers", 1).orElse(600);
                new LedgerBench(connect(arguments), out).run(operators, transfers);
            }
            case "clearing" -> {
                Arguments arguments = bench(args, Set.of("port", "orders", "merchants"));
                int orders = arguments.number("orders", 1).orElse(100_000);
                int merchants = arguments.number("merchants", 1).orElse(500);
                new ClearingBench(connect(arguments), out).run(orders, merchants);
            }
            default -> throw CommandFailed.usage("there are bench checkout, bench ledger and bench clearing; " + USAGE);
        }
        return true;
    }

    private static Arguments bench(String[] args, Set<String> options) {
        Arguments arguments = Arguments.parse(args, options);
        if (arguments.words().size() != 1) {
            throw CommandFailed.usage("\"" + arguments.words().getLast() + "\" is not understood; " + USAGE);
        }
        return arguments;
    }

    private static HttpApi connect(Arguments arguments) {
        return new HttpApi(RunningStage.find(arguments.number("port", 1)));
    }
}
