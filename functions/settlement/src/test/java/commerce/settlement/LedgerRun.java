package commerce.settlement;

import commerce.kernel.Money;
import commerce.kernel.testing.Lambda;
import commerce.kernel.testing.TestAws;
import commerce.settlement.Transfers.Outcome;
import commerce.settlement.domain.Account;
import commerce.settlement.domain.Cause;
import commerce.settlement.domain.Posting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Carries commands out on the real ledger and a real DynamoDB, and says in short what became of them. */
final class LedgerRun implements AutoCloseable {

    private static final String TENANT = "t";

    final Books books;
    private final DynamoDbClient dynamoDb;
    private final AtomicInteger callsUntilDeath = new AtomicInteger();
    private volatile boolean diesAfter;

    LedgerRun(TestAws aws) {
        var builder = aws.configure(DynamoDbClient.builder());
        dynamoDb = builder.overrideConfiguration(builder.overrideConfiguration().toBuilder().addExecutionInterceptor(new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (!diesAfter && callsUntilDeath.decrementAndGet() == 0) {
                    throw new Death();
                }
            }

            @Override
            public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
                if (diesAfter && callsUntilDeath.decrementAndGet() == 0) {
                    throw new Death();
                }
            }
        }).build()).build();
        books = new Books(aws, dynamoDb);
    }

    private static final class Death extends RuntimeException {}

    @Override
    public void close() {
        dynamoDb.close();
    }

    String carryOut(LedgerCommand command) {
        return switch (command) {
            case LedgerCommand.Fact(var orderId, var merchant, var amount) -> fact(orderId, merchant, amount);
            case LedgerCommand.Begin begin -> transfers(() -> books.transfers.begin(TENANT, new Transfers.Request(begin.id(), begin.debit(), begin.credit(), cny(begin.amount()), begin.pending(),
                    Optional.of(Duration.ofSeconds(begin.seconds())).filter(wait -> begin.pending() && wait.isPositive()), "agreed")));
            case LedgerCommand.Post(var id, var part) -> transfers(() -> books.transfers.post(TENANT, id, part == 0 ? Optional.empty() : Optional.of(cny(part))));
            case LedgerCommand.GiveUp(var id) -> transfers(() -> books.transfers.giveUp(TENANT, id));
            case LedgerCommand.Reverse(var id, var reason) -> transfers(() -> books.transfers.reverse(TENANT, id, reason));
            case LedgerCommand.Tick(var seconds) -> {
                books.clock.advance(Duration.ofSeconds(seconds));
                yield "ok";
            }
            case LedgerCommand.Sweep() -> {
                Lambda.invoke(new SweepLedger(books.transfers, books.checkpoints), Map.of(), books.environment());
                yield "ok";
            }
            case LedgerCommand.Seal(var times) -> {
                var stream = books.streamOfUnpublished();
                for (int i = 0; i < times; i++) {
                    Lambda.invoke(books.publish, stream, books.environment());
                }
                yield "ok";
            }
            case LedgerCommand.Crash crash -> dyingAt(crash);
            case LedgerCommand.Together several -> throw new IllegalArgumentException("see together: " + several);
        };
    }

    private String dyingAt(LedgerCommand.Crash crash) {
        diesAfter = crash.after();
        callsUntilDeath.set(crash.call());
        try {
            return carryOut(crash.command());
        } catch (Death death) {
            return carryOut(crash.command());
        } finally {
            callsUntilDeath.set(0);
        }
    }

    List<String> together(List<LedgerCommand> commands) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(commands.stream().<Callable<String>>map(command -> () -> carryOut(command)).toList()).stream().map(Future::resultNow).toList();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Money cny(long minor) {
        return Money.of(minor, "CNY");
    }

    private String fact(String orderId, String merchant, long minor) {
        var amount = cny(minor);
        try {
            return books.table.during(() -> {
                books.ledger.post(TENANT, Cause.ofOrder(orderId, "capture", amount, merchant), List.of(Posting.debit("bank", amount), Posting.credit(Account.merchantPayable(merchant), amount)));
                return "ok";
            });
        } catch (CauseReused reused) {
            return "reused";
        }
    }

    private String transfers(ScopedValue.CallableOp<Outcome, RuntimeException> call) {
        return switch (books.table.during(call)) {
            case Outcome.Is(var transfer) -> "is " + transfer.status() + " " + transfer.posted().map(Money::minor).orElse(0L);
            case Outcome.Reused() -> "reused";
            case Outcome.Insufficient(var account, var available) -> "insufficient " + account;
            case Outcome.ResolvedOtherwise(var transfer) -> "otherwise " + transfer.status();
            case Outcome.AlreadyReversed() -> "reversed";
            case Outcome.TooMuch(var transfer) -> "too much";
            case Outcome.Unknown() -> "unknown";
        };
    }
}
