package dev.perigee.control.upkeep;

import dev.perigee.control.fleet.Census;
import dev.perigee.protocol.SatelliteId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Strikes off satellites that have been dead for too long, where that is wanted.
public record DeadRemover(Census census) implements Duty {
    private static final Logger log = LoggerFactory.getLogger(DeadRemover.class);

    @Override
    public String name() {
        return "dead-remover";
    }

    @Override
    public Duration period() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void run() {
        List<SatelliteId> gone = census.strikeOff();
        gone.forEach(id -> log.atWarn().addKeyValue("satellite", id).log("dead for too long; struck off"));
    }
}
