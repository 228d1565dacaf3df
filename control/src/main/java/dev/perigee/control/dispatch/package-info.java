/// How queued commands reach an open channel: `Wakeups` hints, `DeliverySession` claims through the `Dispatcher` when
/// it is hinted, and hands what it leased to a channel's `DeliverySink`, with what the satellite is to cancel
/// (`Cancellations`). Hints may be lost; nothing else depends on them.
@NullMarked
package dev.perigee.control.dispatch;

import org.jspecify.annotations.NullMarked;
