package org.masque.actors.cluster;

/**
 * How an order ended.
 *
 * @param reason a word that is only carried, of a refusal; else empty
 * @param text for a person
 */
public record OrderAnswer(OrderOutcome outcome, String reason, String text) {
    static OrderAnswer failed(String text) {
        return new OrderAnswer(OrderOutcome.FAILED, "", text);
    }
}
