package dev.perigee.testkit.simulation;

import dev.perigee.protocol.config.ConfigDelivery;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigReport;
import dev.perigee.satellite.config.ConfigFile;
import dev.perigee.satellite.config.ConfigKeeper;
import dev.perigee.satellite.config.ConfigTarget;
import dev.perigee.satellite.link.Backoff;
import dev.perigee.satellite.link.ConfigHints;
import dev.perigee.satellite.link.ConfigSource;
import dev.perigee.satellite.link.LinkException;
import dev.perigee.testkit.simulation.Events.Side;
import dev.perigee.testkit.simulation.SimulatedCall.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The real keeper of a satellite's configuration, in a fibre: over the network, and on what the satellite can run.
final class Configuring implements ConfigSource, ConfigTarget {
    static final String BAD = "bad";
    private static final Duration ANSWER_MAX = Duration.ofSeconds(15);
    private static final Duration ASK_MAX = Duration.ofMinutes(5);
    private static final Duration GRACE = Duration.ofSeconds(20);

    private final World world;
    private final SimulatedSatellite machine;
    private final SatelliteProcess process;
    private final ConfigHints hints = new ConfigHints();
    private final Backoff backoff;
    private final ConfigKeeper keeper;
    private Fibre fibre = new Fibre();
    private ConfigDocument running = ConfigDocument.EMPTY;
    private ConfigDocument wanted = ConfigDocument.EMPTY;
    private boolean busy;
    private int asked;

    Configuring(World world, SimulatedSatellite machine, SatelliteProcess process) {
        this.world = world;
        this.machine = machine;
        this.process = process;
        this.backoff = new Backoff(
                Duration.ofSeconds(1), Duration.ofSeconds(30), world.chance().random());
        this.keeper = new ConfigKeeper(
                this, hints, new ConfigFile(machine.place()), this, backoff, new ConfigKeeper.News(_ -> {}, () -> 0));
    }

    /// Takes up what is kept, before anything is asked.
    void begin() throws IOException {
        try {
            keeper.begin();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        machine.settled(running);
        ask();
    }

    /// The control plane hints at the configuration with this hash.
    void hinted(String hash) {
        boolean other = !hints.heard().equals(Optional.of(hash));
        hints.hear(hash);
        if (other) {
            ask();
        }
    }

    @Nullable
    String heard() {
        return hints.heard().orElse(null);
    }

    /// Whether it has what it is to have, or cannot have it and knows that, and the control plane knows what it has.
    boolean isIdle() {
        ConfigBook book = world.books().configs();
        ConfigDocument desired = book.desired(machine.id());
        boolean refused = machine.cannotRun(desired) && wanted.equals(desired);
        return !busy && (running.equals(desired) || refused) && book.knows(machine.id(), running);
    }

    /// The process is gone.
    void cutOff() {
        fibre.cut();
    }

    private void ask() {
        int number = ++asked;
        process.after(Duration.ZERO, () -> {
            if (number == asked && !busy) {
                busy = true;
                fibre = new Fibre();
                fibre.begin(this::step);
            }
        });
    }

    private void step() throws InterruptedException {
        int number = asked;
        Duration next;
        try {
            keeper.step();
            backoff.reset();
            next = ASK_MAX;
        } catch (LinkException e) {
            world.note(machine.id() + " asks in vain for its configuration: " + e.getMessage());
            next = backoff.next(e.retryAfter());
        }
        busy = false;
        machine.settled(running);
        if (number == asked) {
            process.after(next, () -> {
                if (number == asked) {
                    ask();
                }
            });
        } else {
            ask();
        }
    }

    @Override
    public Optional<ConfigDelivery> fetch(long revision, String hash) throws LinkException {
        return answer(
                machine.id() + " asks for another configuration than " + revision,
                call -> machine.controlPlane().config(call, machine.key().reveal(), revision, hash));
    }

    @Override
    public void report(ConfigReport report) throws LinkException {
        ConfigReport _ = answer(
                machine.id() + " says that it has configuration " + report.revision(),
                call -> machine.controlPlane().configured(call, machine.key().reveal(), report));
    }

    private <T> T answer(String what, Consumer<SimulatedCall<T>> arrival) throws LinkException {
        Answer<T> answer = fibre.await(told -> {
            machine.network().send(what, Side.CONTROL_PLANE, () -> {
                SimulatedCall<T> call = new SimulatedCall<>(
                        what,
                        machine.network(),
                        Side.SATELLITE,
                        given -> process.after(Duration.ZERO, () -> told.accept(given)));
                process.asked(call);
                arrival.accept(call);
            });
            process.after(ANSWER_MAX, () -> told.accept(new Answer.Failed<>("no answer")));
        });
        return switch (answer) {
            case Answer.Given(T given) -> given;
            case Answer.Failed(String why) -> throw new LinkException(why);
        };
    }

    @Override
    public Optional<String> apply(ConfigDocument document, SortedMap<String, String> secrets) {
        world.books().configs().meant(machine.id(), document.hash());
        boolean back = document.equals(machine.kept());
        wanted = back ? wanted : document;
        if (!back && machine.cannotRun(document) && document.hash().charAt(0) < '8') {
            world.note(machine.id() + " cannot run " + document.text());
            return Optional.of("it cannot be run");
        }
        if (!back || !world.has(Defect.SATELLITE_STAYS_WITH_WHAT_FAILED)) {
            running = document;
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> settle() {
        boolean _ = fibre.await(
                told -> process.after(world.chance().skewed(Duration.ZERO, GRACE), () -> told.accept(true)));
        boolean well = !machine.cannotRun(running);
        world.note(machine.id() + (well ? " runs with " : " fails with ") + running.text());
        return well ? Optional.empty() : Optional.of("it does not keep running");
    }
}
