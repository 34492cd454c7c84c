package commerce.local.tools.client;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Many people doing the same thing at the same moment. */
public final class Crowd {
    private Crowd() {
    }

    /**
     * Lets {@code size} people start together, each on a thread of their own, and answers what each brought home.
     *
     * @param deed what person number 0 … size-1 does
     * @throws IllegalStateException with the first failure as its cause, when one of them failed
     */
    public static <T> List<T> of(int size, IntFunction<T> deed) {
        CountDownLatch ready = new CountDownLatch(size);
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<T>> deeds = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                int person = i;
                deeds.add(people.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return deed.apply(person);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> done : deeds) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause().getMessage(), failed.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in a crowd", stopped);
        }
    }
}
