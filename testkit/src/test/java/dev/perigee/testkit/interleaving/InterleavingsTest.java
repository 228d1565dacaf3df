package dev.perigee.testkit.interleaving;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The model checker finds what is broken on purpose: on a JDK that it cannot rewrite it would find nothing, and say so
/// nowhere.
@Tag("interleavings")
class InterleavingsTest {
    private int count;

    @Test
    void aLostUpdateIsFound() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() -> Interleavings.tryAll(() -> {
                    count = 0;
                    Interleavings.atOnce(() -> count++, () -> count++);
                    expect(count == 2);
                }))
                .withMessageContaining("The following interleaving leads to the error");
    }

    @Test
    void aDeadlockIsFound() {
        assertThatExceptionOfType(LincheckAssertionError.class)
                .isThrownBy(() -> Interleavings.tryAll(() -> {
                    Object left = new Object();
                    Object right = new Object();
                    Interleavings.atOnce(() -> both(left, right), () -> both(right, left));
                }))
                .withMessageContaining("deadlock");
    }

    @Test
    void whatIsAtomicHolds() {
        Interleavings.tryAll(() -> {
            AtomicInteger atomic = new AtomicInteger();
            Interleavings.atOnce(atomic::incrementAndGet, atomic::incrementAndGet);
            expect(atomic.get() == 2);
        });
    }

    private void both(Object first, Object second) {
        synchronized (first) {
            synchronized (second) {
                count++;
            }
        }
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new AssertionError("lost");
        }
    }
}
