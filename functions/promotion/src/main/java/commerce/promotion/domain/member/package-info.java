/** Who buys here and what a shop knows of them: history, score and level (PRO-05). Pure. */
package commerce.promotion.domain.member;
