package dev.perigee.testkit.simulation;

import dev.perigee.testkit.simulation.Events.Side;
import java.util.function.Consumer;

/// A request as the control plane sees it: it is answered at most once, over the network it came by, unless the control
/// plane knows that whoever asked is gone.
final class SimulatedCall<T> {
    private final String what;
    private final SimulatedNetwork network;
    private final Side asker;
    private final Consumer<Answer<T>> told;
    private boolean over;
    private Runnable whenGone = () -> {};

    /// What comes back.
    sealed interface Answer<T> {
        record Given<T>(T value) implements Answer<T> {}

        record Failed<T>(String why) implements Answer<T> {}
    }

    SimulatedCall(String what, SimulatedNetwork network, Side asker, Consumer<Answer<T>> told) {
        this.what = what;
        this.network = network;
        this.asker = asker;
        this.told = told;
    }

    boolean reply(T value) {
        return send(new Answer.Given<>(value));
    }

    void fail(String why) {
        boolean _ = send(new Answer.Failed<>(why));
    }

    void onGone(Runnable action) {
        whenGone = action;
    }

    /// The connection to the asker is broken; an answer does not go out any more.
    void gone() {
        over = true;
    }

    /// The control plane is told that the asker is gone.
    void finishGone() {
        whenGone.run();
    }

    boolean isOver() {
        return over;
    }

    private boolean send(Answer<T> answer) {
        if (over) {
            return false;
        }
        over = true;
        network.send("answer to " + what, asker, () -> told.accept(answer));
        return true;
    }
}
