package dev.perigee.control.upkeep;

import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs duties, each in its own rhythm and never twice at once. A duty that fails is logged and runs again next time.
public final class Upkeep {
    private static final Logger log = LoggerFactory.getLogger(Upkeep.class);

    private Upkeep() {}

    /// Schedules `duties` on `scheduler`, until that is shut down.
    public static void start(List<Duty> duties, ScheduledExecutorService scheduler) {
        for (Duty duty : duties) {
            long period = duty.period().toMillis();
            var _ = scheduler.scheduleWithFixedDelay(() -> runSafely(duty), period, period, TimeUnit.MILLISECONDS);
        }
    }

    static void runSafely(Duty duty) {
        try {
            duty.run();
        } catch (RuntimeException e) {
            log.atWarn().addKeyValue("duty", duty.name()).setCause(e).log("duty failed; it runs again");
        }
    }
}
