package dev.perigee.testkit.interleaving;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jetbrains.lincheck.Lincheck;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/// Orders in which the steps of a few threads can come, tried one after the other by Lincheck's model checker: those
/// with few switches between threads first, and at most as many as the bound says. A failure comes with its order,
/// step by step; a deadlock is a failure.
public final class Interleavings {
    /// How many orders one scenario is tried in.
    private static final String BOUND_PROPERTY = "interleavings";

    private static final int BOUND_DEFAULT = 150;

    private Interleavings() {}

    /// Tries `scenario`, which makes everything that it uses anew each time and throws when something is wrong. Apart
    /// from the threads' order it must always do the same.
    public static void tryAll(Runnable scenario) {
        Lincheck.runConcurrentTest(bound(), scenario);
    }

    /// Tries a class of operations: `sequences` random ones of two on one thread and then two at once, each in many
    /// orders.
    /// The class makes all that it uses anew when it is made, and its validation says what must hold in the end.
    /// A call to one of the `atomic` classes is one step, without a look into it.
    public static void tryOperations(int sequences, Class<?> operations, Class<?>... atomic) {
        String[] names = Stream.of(atomic).map(Class::getName).toArray(String[]::new);
        new ModelCheckingOptions()
                .iterations(sequences)
                .invocationsPerIteration(bound())
                .threads(2)
                .actorsPerThread(1)
                .actorsBefore(2)
                .actorsAfter(0)
                .addGuarantee(ManagedStrategyGuaranteeKt.forClasses(names)
                        .allMethods()
                        .ignore())
                .check(operations);
    }

    /// Runs each action on a thread of its own, all at once; returns when they are over, and throws what one threw.
    public static void atOnce(Runnable... actions) {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>(actions.length);
        for (Runnable action : actions) {
            threads.add(new Thread(() -> {
                try {
                    action.run();
                } catch (RuntimeException | Error e) {
                    thrown.set(e);
                }
            }));
        }
        threads.forEach(Thread::start);
        threads.forEach(Interleavings::join);
        Throwable first = thrown.get();
        if (first != null) {
            throw new AssertionError(first.toString(), first);
        }
    }

    /// Fails the scenario unless `holds`; cheaper to check in each order than an assertion that describes itself.
    public static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts a scenario", e);
        }
    }

    private static int bound() {
        return Optional.ofNullable(System.getProperty(BOUND_PROPERTY))
                .filter(text -> text.matches("\\d+"))
                .map(Integer::valueOf)
                .orElse(BOUND_DEFAULT);
    }
}
