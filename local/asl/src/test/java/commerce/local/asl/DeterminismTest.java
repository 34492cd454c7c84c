package commerce.local.asl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Under a scheduler that chooses by a seed what happens next, everything that happens follows from the seed. */
class DeterminismTest {

    private static final String MACHINE = "arn:aws:states:eu-central-1:123456789012:stateMachine:m";
    private static final StateMachineDefinition DEFINITION = StateMachineDefinition.parse("""
            {"QueryLanguage":"JSONata","TimeoutSeconds":10000,"StartAt":"Fan","States":{
              "Fan":{"Type":"Map","Items":"{% $range(1, 6, 1) %}","MaxConcurrency":4,"ItemProcessor":{"StartAt":"Ask","States":{
                 "Ask":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke.waitForTaskToken","TimeoutSeconds":20,
                   "Arguments":{"token":"{% $states.context.Task.Token %}","id":"{% $uuid() %}"},
                   "Retry":[{"ErrorEquals":["States.ALL"],"IntervalSeconds":3,"MaxAttempts":5,"JitterStrategy":"FULL"}],"Next":"Rest"},
                 "Rest":{"Type":"Wait","Seconds":"{% $floor($random() * 10) %}","End":true}}},
                 "Catch":[{"ErrorEquals":["States.ALL"],"Next":"Sorry"}],"Next":"Both"},
              "Both":{"Type":"Parallel","Branches":[
                 {"StartAt":"Left","States":{"Left":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","End":true}}},
                 {"StartAt":"Right","States":{"Right":{"Type":"Wait","Seconds":5,"End":true}}}],
                 "Retry":[{"ErrorEquals":["States.ALL"],"MaxAttempts":10,"BackoffRate":1}],
                 "Catch":[{"ErrorEquals":["States.ALL"],"Next":"Sorry"}],"End":true},
              "Sorry":{"Type":"Pass","Output":"sorry","End":true}}}
            """);

    /** Chooses by seed among everything that is ready and every timer that is due; time moves on when nothing is. */
    private static final class SeededWorld implements Timers, Executor, TaskResources {

        private record Timer(Instant due, Runnable fire) {}

        private final Random random;
        private final List<Runnable> ready = new ArrayList<>();
        private final List<Timer> timers = new ArrayList<>();
        private Instant now = Simulation.START;
        private StepFunctions service;

        SeededWorld(long seed) {
            random = new Random(seed);
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public Cancellation at(Instant due, String label, Runnable fire) {
            Timer timer = new Timer(due, fire);
            timers.add(timer);
            return () -> timers.remove(timer);
        }

        @Override
        public void execute(Runnable task) {
            ready.add(task);
        }

        /** Answers by token or by callback, soon, late, twice or never, well or badly. */
        @Override
        public void start(TaskRequest request, TaskCallback callback) {
            for (int answers = random.nextInt(3); answers > 0; answers--) {
                at(now.plusSeconds(random.nextInt(25)), "answer", () -> answer(request, callback));
            }
        }

        private void answer(TaskRequest request, TaskCallback callback) {
            boolean well = random.nextInt(4) > 0;
            try {
                if (request.taskToken().isEmpty()) {
                    if (well) {
                        callback.succeed(request.arguments());
                    } else {
                        callback.fail("E", "c");
                    }
                } else if (well) {
                    service.sendTaskSuccess(request.taskToken().get(), "1");
                } else {
                    service.sendTaskFailure(request.taskToken().get(), "E", "c");
                }
            } catch (StepFunctionsError refused) {
                assertEquals(StepFunctionsError.Code.TASK_TIMED_OUT, refused.code());
            }
        }

        void play() {
            while (!ready.isEmpty() || !timers.isEmpty()) {
                List<Timer> due = timers.stream().filter(timer -> !timer.due().isAfter(now)).toList();
                int choice = ready.size() + due.size() == 0 ? -1 : random.nextInt(ready.size() + due.size());
                if (choice < 0) {
                    now = timers.stream().map(Timer::due).min(Comparator.naturalOrder()).orElseThrow();
                } else if (choice < ready.size()) {
                    ready.remove(choice).run();
                } else {
                    Timer timer = due.get(choice - ready.size());
                    timers.remove(timer);
                    timer.fire().run();
                }
            }
        }
    }

    private static String historyOf(long seed) {
        SeededWorld world = new SeededWorld(seed);
        StepFunctions service = new StepFunctions(world, world, world, RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
        world.service = service;
        service.createStateMachine(MACHINE, DEFINITION);
        StringBuilder all = new StringBuilder();
        service.addListener(change -> all.append(change.execution().status()).append(' '));
        List<String> arns = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            arns.add(service.startExecution(MACHINE, "e" + i, "{}").executionArn());
        }
        world.play();
        for (String arn : arns) {
            ExecutionDescription execution = service.describeExecution(arn);
            List<HistoryEvent> history = service.getExecutionHistory(arn);
            assertTrue(execution.status().isClosed(), () -> "seed " + seed + ": " + execution);
            assertSound(seed, history);
            history.forEach(event -> all.append('\n').append(event.toJson()));
        }
        return all.toString();
    }

    /** Ids are consecutive, every event follows an earlier one, time does not go back, every state that exits was entered. */
    private static void assertSound(long seed, List<HistoryEvent> history) {
        for (int i = 0; i < history.size(); i++) {
            HistoryEvent event = history.get(i);
            assertEquals(i + 1L, event.id(), "seed " + seed);
            assertTrue(event.previousEventId() < event.id(), "seed " + seed);
            assertTrue(i == 0 || !event.timestamp().isBefore(history.get(i - 1).timestamp()), "seed " + seed);
        }
        long entered = history.stream().filter(event -> event.type().endsWith("StateEntered")).count();
        long left = history.stream().filter(event -> event.type().endsWith("StateExited")).count();
        assertTrue(left <= entered, "seed " + seed);
    }

    @Test
    void theSameSeedGivesTheSameHistoriesToTheLastByte() {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(historyOf(seed), historyOf(seed), "seed " + seed);
        }
    }

    @Test
    void everySeedComesToAnEndAndSeedsDiffer() {
        Set<String> histories = new HashSet<>();
        for (long seed = 100; seed < 300; seed++) {
            histories.add(historyOf(seed));
        }
        assertEquals(200, histories.size());
        assertNotEquals(historyOf(1), historyOf(2));
    }

    @Test
    void aStepTakesNoTimeOfItsOwn() {
        Simulation simulation = new Simulation();
        StepFunctions service = new StepFunctions(simulation, simulation, (request, callback) -> callback.succeed(request.arguments()),
                RandomGeneratorFactory.of("L64X128MixRandom").create(1));
        service.createStateMachine(MACHINE, StateMachineDefinition.parse("""
                {"QueryLanguage":"JSONata","StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::lambda:invoke","End":true}}}
                """));
        String arn = service.startExecution(MACHINE, "a", "{}").executionArn();
        simulation.settle();
        assertEquals(Duration.ZERO, simulation.elapsed());
        assertEquals(ExecutionStatus.SUCCEEDED, service.describeExecution(arn).status());
    }
}
