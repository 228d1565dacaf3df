package dev.perigee.satellite.config;

import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.protocol.config.ConfigSchema;
import dev.perigee.protocol.event.ConfigEvent;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.ConfigHints;
import dev.perigee.satellite.link.ConfigSource;
import dev.perigee.satellite.link.LinkException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the satellite at the configuration that it is to have: fetches it when there is a hint, tries it, and keeps it
/// once it is found well; otherwise goes back to the last good one, and says why. Only what is good is on disk, so
/// that after a crash at any step it is the old or the new one. Runs on one thread, which stops when it is interrupted;
/// whoever else wants it to ask now waits for its lock, which guards everything.
public final class ConfigKeeper implements Runnable, Refresh {
    private static final Logger log = LoggerFactory.getLogger(ConfigKeeper.class);

    /// So often it asks without a hint.
    private static final Duration ASK_MAX = Duration.ofMinutes(5);

    private final ConfigSource source;
    private final ConfigHints hints;
    private final ConfigFile file;
    private final ConfigTarget target;
    private final Backoff backoff;
    private final ConfigTelling telling;
    private final ReentrantLock lock = new ReentrantLock();
    private ConfigFile.Good good = ConfigFile.Good.NONE;
    /// What it would not take in this life.
    private @Nullable ConfigReport refusal;
    private @Nullable ConfigReport unsaid;
    private boolean said;

    /// Who hears what becomes of the configuration, and what measures how long that takes.
    public record News(Consumer<ConfigEvent> told, LongSupplier nanoClock) {}

    public ConfigKeeper(
            ConfigSource source, ConfigHints hints, ConfigFile file, ConfigTarget target, Backoff backoff, News news) {
        this.source = source;
        this.hints = hints;
        this.file = file;
        this.target = target;
        this.backoff = backoff;
        this.telling = new ConfigTelling(news);
    }

    /// Takes up the last good configuration. What of it cannot be taken any more is said once it is running.
    public void begin() throws IOException, InterruptedException {
        good = file.read();
        hints.hear(good.document().hash());
        Optional<String> problem = target.apply(good.document(), good.secrets());
        if (problem.isPresent()) {
            log.atError()
                    .addKeyValue("why", shown(problem.get(), good.secrets()))
                    .log("the last good configuration cannot be taken up");
        }
    }

    @Override
    public void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                keep();
            }
        } catch (InterruptedException _) {
            log.debug("configuring stopped");
        }
    }

    private void keep() throws InterruptedException {
        String known = hints.heard().orElse("");
        try {
            step();
            backoff.reset();
            hints.awaitOther(known, ASK_MAX);
        } catch (LinkException e) {
            Duration pause = backoff.next(e.retryAfter());
            log.atWarn().addKeyValue("error", e.getMessage()).log("cannot ask for the configuration; trying again");
            telling.unreachable(String.valueOf(e.getMessage()), pause);
            hints.awaitOther(hints.heard().orElse(""), pause);
        }
    }

    @Override
    public Outcome now() throws LinkException, InterruptedException {
        lock.lockInterruptibly();
        try {
            refusal = null;
            telling.wanted();
            ConfigDocument before = good.document();
            ask();
            ConfigReport refused = refusal;
            return refused == null
                    ? new Outcome.Has(good.revision(), ServersChange.between(before, good.document()))
                    : new Outcome.Refused(good.revision(), refused.problem().orElse("it was refused"));
        } finally {
            lock.unlock();
        }
    }

    /// Asks once, does what there is to do, and says what came of it.
    public void step() throws LinkException, InterruptedException {
        lock.lockInterruptibly();
        try {
            ask();
        } finally {
            lock.unlock();
        }
    }

    private void ask() throws LinkException, InterruptedException {
        String hash = good.document().hash();
        telling.begin();
        Optional<ConfigDelivery> wanted = source.fetch(good.revision(), hash);
        telling.fetched(wanted.map(ConfigDelivery::document).orElse(good.document()), wanted.isPresent());
        if (wanted.isPresent()) {
            ConfigDelivery delivery = wanted.get();
            ConfigReport before = refusal;
            // Said again, since what was said first may not be what the control plane heard last.
            unsaid = before != null && delivery.document().hash().equals(before.refused()) ? before : take(delivery);
        } else if (refusal != null || !said) {
            refusal = null;
            unsaid = ConfigReport.applied(good.revision(), hash);
        }
        if (unsaid != null) {
            source.report(unsaid);
            unsaid = null;
            said = true;
        }
        telling.settled();
    }

    private ConfigReport take(ConfigDelivery delivery) throws InterruptedException {
        Optional<String> problem = attempt(delivery).map(why -> shown(shown(why, delivery.secrets()), good.secrets()));
        if (problem.isEmpty()) {
            refusal = null;
            log.atInfo().addKeyValue("revision", delivery.revision()).log("configuration applied");
            return ConfigReport.applied(good.revision(), good.document().hash());
        }
        log.atError()
                .addKeyValue("revision", delivery.revision())
                .addKeyValue("why", problem.get())
                .log("configuration refused; the last good one stays");
        ConfigReport refused = new ConfigReport(
                good.revision(), good.document().hash(), delivery.document().hash(), problem.get());
        refusal = refused;
        telling.refused(problem.get());
        return refused;
    }

    /// Why it is not to be had, if it is not: then everything is as before.
    private Optional<String> attempt(ConfigDelivery delivery) throws InterruptedException {
        if (delivery.revision() < good.revision()) {
            return Optional.of("revision " + delivery.revision() + " is older than " + good.revision()
                    + ", which this satellite had already: expected a newer one");
        }
        List<ConfigMistake> mistakes = ConfigSchema.ofWhole(delivery.document());
        if (!mistakes.isEmpty()) {
            return Optional.of(mistakes.stream().map(ConfigMistake::toString).collect(Collectors.joining("; ")));
        }
        Optional<String> problem = target.apply(delivery.document(), delivery.secrets());
        if (problem.isPresent()) {
            return problem;
        }
        problem = target.settle();
        if (problem.isEmpty()) {
            try {
                ConfigFile.Good next =
                        new ConfigFile.Good(delivery.revision(), delivery.document(), delivery.secrets());
                file.write(next);
                good = next;
                return Optional.empty();
            } catch (IOException e) {
                problem = Optional.of("the configuration cannot be kept: " + e);
            }
        }
        Optional<String> stuck = target.apply(good.document(), good.secrets());
        return stuck.isEmpty()
                ? problem
                : Optional.of(problem.get() + "; and the last good one cannot be taken up again: " + stuck.get());
    }

    private static String shown(String text, SortedMap<String, String> secrets) {
        return Redaction.of(secrets.values()).text(text);
    }
}
