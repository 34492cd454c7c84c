package commerce.local.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many executions on many threads: each sees its own data only, and each ends. */
class ConcurrencyTest {

    private static final String MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:m";
    private static final int EXECUTIONS = 400;

    private static final StateMachineDefinition SAGA = StateMachineDefinition.parse("""
            {"QueryLanguage":"JSONata","StartAt":"Describe order","States":{
              "Describe order":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"order":"{% $states.input.order %}"},
                "Assign":{"order":"{% $states.result.order %}","lines":"{% $map([1..5], function($i){ {'sku': 'sku-' & $i, 'quantity': $i} }) %}"},"Next":"Reserve stock"},
              "Reserve stock":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"order":"{% $order %}","quantity":"{% $sum($lines.quantity) %}"},"Next":"Many?"},
              "Many?":{"Type":"Choice","Choices":[{"Condition":"{% $states.input.quantity > 10 %}","Next":"Request payment"}],"Default":"Wrong"},
              "Request payment":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken",
                "Arguments":{"order":"{% $order %}","token":"{% $states.context.Task.Token %}"},"TimeoutSeconds":7200,
                "Assign":{"paid":"{% $states.result.paid %}"},"Next":"Commit"},
              "Commit":{"Type":"Parallel","Branches":[
                 {"StartAt":"Stock","States":{"Stock":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","Arguments":{"order":"{% $order %}"},"Output":"{% $states.result.order %}","End":true}}},
                 {"StartAt":"Ledger","States":{"Ledger":{"Type":"Pass","Output":"{% $order %}","End":true}}}],"Next":"Confirm order"},
              "Confirm order":{"Type":"Pass","Output":{"order":"{% $order %}","paid":"{% $paid %}","both":"{% $states.input %}"},"End":true},
              "Wrong":{"Type":"Fail","Error":"Wrong"}}}
            """);

    private static final Timers NEVER = new Timers() {
        @Override
        public Instant now() {
            return Simulation.START;
        }

        @Override
        public Cancellation at(Instant due, String label, Runnable fire) {
            return () -> { };
        }
    };

    @Test
    @Timeout(120)
    void executionsOnManyThreadsDoNotMixTheirData() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            StepFunctions[] service = new StepFunctions[1];
            service[0] = new StepFunctions(NEVER, threads, (request, callback) -> {
                callback.succeed(request.arguments());
                request.taskToken().ifPresent(token ->
                        service[0].sendTaskSuccess(token, "{\"paid\":" + request.arguments().get("order") + "}"));
            }, RandomGeneratorFactory.of("L64X128MixRandom").create(1));
            service[0].createStateMachine(MACHINE, SAGA);
            CountDownLatch closed = new CountDownLatch(EXECUTIONS);
            Map<String, List<ExecutionStatus>> told = new ConcurrentHashMap<>();
            service[0].addListener(change -> {
                told.computeIfAbsent(change.execution().name(), name -> new ArrayList<>()).add(change.execution().status());
                if (change.execution().status().isClosed()) {
                    closed.countDown();
                }
            });
            for (int i = 0; i < EXECUTIONS; i++) {
                int order = i;
                threads.execute(() -> service[0].startExecution(MACHINE, "order-" + order, "{\"order\":" + order + "}"));
            }
            assertTrue(closed.await(100, TimeUnit.SECONDS), () -> closed.getCount() + " still running");
            for (int i = 0; i < EXECUTIONS; i++) {
                ExecutionDescription execution = service[0].describeExecution(MACHINE.replace("stateMachine", "execution") + ":order-" + i);
                assertEquals("{\"order\":" + i + ",\"paid\":" + i + ",\"both\":[" + i + "," + i + "]}", execution.output().orElse("" + execution));
                assertEquals(List.of(ExecutionStatus.RUNNING, ExecutionStatus.SUCCEEDED), told.get("order-" + i));
                assertEquals(8, execution.stateTransitions());
            }
            assertEquals(8L * EXECUTIONS, service[0].stateTransitions());
        }
    }

    @Test
    @Timeout(120)
    void ofManyAnswersToOneTokenExactlyOneIsAccepted() throws InterruptedException {
        for (int round = 0; round < 50; round++) {
            List<String> tokens = new ArrayList<>();
            StepFunctions service = new StepFunctions(NEVER, Runnable::run, (request, callback) -> tokens.add(request.taskToken().orElseThrow()),
                    RandomGeneratorFactory.of("L64X128MixRandom").create(round));
            service.createStateMachine(MACHINE, StateMachineDefinition.parse("""
                    {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","End":true}}}
                    """));
            String arn = service.startExecution(MACHINE, "a", "{}").executionArn();
            AtomicInteger accepted = new AtomicInteger();
            AtomicInteger last = new AtomicInteger(-1);
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 20; i++) {
                    int answer = i;
                    threads.execute(() -> {
                        try {
                            service.sendTaskSuccess(tokens.getFirst(), "" + answer);
                            accepted.incrementAndGet();
                            last.set(answer);
                        } catch (StepFunctionsError refused) {
                            assertEquals(StepFunctionsError.Code.TASK_TIMED_OUT, refused.code());
                        }
                    });
                }
            }
            assertEquals(1, accepted.get());
            assertEquals("" + last.get(), service.describeExecution(arn).output().orElseThrow());
        }
    }

    @Test
    void anExecutorThatRunsTasksInPlaceWorksToo() {
        StepFunctions service = new StepFunctions(NEVER, Runnable::run, (request, callback) -> callback.succeed(request.arguments()),
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        service.createStateMachine(MACHINE, StateMachineDefinition.parse("""
                {"QueryLanguage":"JSONata","StartAt":"M","States":{"M":{"Type":"Map","Items":"{% $range(1, 200, 1) %}","ItemProcessor":{"StartAt":"A","States":{
                  "A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","End":true}}},"Output":"{% $sum($states.result) %}","End":true}}}
                """));
        assertEquals("20100", service.describeExecution(service.startExecution(MACHINE, "a", "{}").executionArn()).output().orElseThrow());
    }
}
