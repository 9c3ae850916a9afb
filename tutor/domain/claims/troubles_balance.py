"""Troubles with a patient's balance: credits, hardship, plans, collections."""

from __future__ import annotations

from tutor.domain.claims.trouble import (
    IDLE,
    LOST,
    PATIENT,
    SETTLE,
    STRIKE,
    UPHELD,
    WAIT,
    Part,
    Trouble,
    Way,
)

_REFUNDS = (
    "42 U.S.C. 1320a-7k(d) and 42 CFR 401.305 (report and return: 60 days after identified)",
)
_WAIVERS = (
    "42 U.S.C. 1320a-7a(i)(6)(A) (waiver of cost shares: not advertised, not routine, need found)",
    "OIG Special Fraud Alert on routine waiver of Part B cost shares, 59 Fed. Reg. 65372 (1994)",
)
_COLLECTORS = (
    "15 U.S.C. 1692 to 1692p (FDCPA)",
    "12 CFR 1006.14 and 1006.34 (Regulation F: third-party collectors)",
)
_PLANS = ("12 CFR 1026.2(a)(17) (Regulation Z: four installments or fewer, no finance charge)",)

_CREDIT = (
    Way(
        "refund",
        "It is the patient's money. It goes back, with the reason on the account.",
        "A refund check goes to the patient, and the account is at zero.",
        SETTLE,
        "Refund it to the patient",
    ),
    Way(
        "write-off",
        "Writing a credit off keeps somebody else's money. States treat it as unclaimed property.",
        "The auditor finds a patient's money taken into income.",
        STRIKE,
        "Write the credit off, so that the account is at zero",
    ),
    Way(
        "wait",
        "A credit does not settle itself, and a known one only grows old.",
        "Days pass; the patient calls and asks for the money.",
        IDLE,
    ),
    Way(
        "bill-secondary",
        "No payer has anything to do with it.",
        "The payer sends the claim back as a copy.",
        UPHELD,
    ),
)

BALANCES: dict[str, Trouble] = {
    one.name: one
    for one in (
        Trouble(
            name="credit-balance",
            label="Credit balance",
            group="",
            reason="",
            owner="biller",
            story=(
                "The statement was paid twice, by card and by check. The account shows a credit "
                "of {amount}. The remittances were posted as they came, nothing else is open, and "
                "no payer has paid too much."
            ),
            ways=_CREDIT,
            cites=("State unclaimed property law; the practice's refund policy",),
            level="apply",
            difficulty=2,
        ),
        Trouble(
            name="desk-credit",
            label="Too much taken at the desk",
            group="",
            reason="",
            owner="biller",
            story=(
                "More was taken at the desk than the payers have left to the patient: a credit of "
                "{amount}. The remittances were posted as they came, nothing else is open, and no "
                "payer has paid too much."
            ),
            ways=_CREDIT,
            cites=(
                "The plan's contract: no more than the patient's share",
                "State unclaimed property law",
            ),
            level="apply",
            difficulty=2,
        ),
        Trouble(
            name="payer-overpayment",
            label="Payer's overpayment",
            group="",
            reason="",
            owner="biller",
            story=(
                "{plan} has paid the same claim twice: a second payment of {amount} came under the "
                "same number, without a word. The patient's part is right."
            ),
            ways=(
                Way(
                    "refund",
                    "An overpayment is reported and returned, to Medicare and Medicaid within 60 "
                    "days after it is identified; kept, it can become a false claim. Contracts "
                    "with other payers set their own days.",
                    "The payer gets its money back, with claim number and reason.",
                    SETTLE,
                    "Report it and return it to the payer",
                ),
                Way(
                    "wait",
                    "Waiting to be asked is what the rule forbids.",
                    "The days run.",
                    IDLE,
                    "Leave it until the payer asks",
                ),
                Way(
                    "write-off",
                    "Zero on the account does not make the money the practice's.",
                    "The auditor finds an overpayment that was known and kept.",
                    STRIKE,
                    "Adjust the credit off, so that the account is at zero",
                ),
                Way(
                    "bill-secondary",
                    "The next payer has nothing to do with money that was paid twice.",
                    "The next payer sends it back.",
                    UPHELD,
                ),
            ),
            cites=_REFUNDS,
            level="apply",
        ),
        Trouble(
            name="hardship",
            label="Hardship",
            group="",
            reason="",
            owner="biller",
            story=(
                "The patient cannot pay {amount} and asks for help. The practice's policy gives a "
                "full discount below a set income, on application with proof, decided by somebody "
                "who does not post payments. The application is here, with proof of an income "
                "below it, and is approved."
            ),
            ways=(
                Way(
                    "write-off",
                    "Need was found for this patient, under a written policy, and nobody "
                    "advertised it: that is the exception for cost shares.",
                    "The balance is adjusted under the hardship policy, papers on file.",
                    SETTLE,
                    "Adjust it under the hardship policy",
                ),
                Way(
                    "bill-patient",
                    "The policy says otherwise, and it is the same for everyone.",
                    "The patient does not pay, and the policy was not kept.",
                    IDLE,
                    "Send the statement again",
                ),
                Way(
                    "payment-plan",
                    "Below the set income the policy asks for nothing.",
                    "Two parts are paid, then no more.",
                    IDLE,
                ),
                Way(
                    "wait",
                    "The decision is made. Nothing is to be waited for.",
                    "Days pass, nothing changes.",
                    IDLE,
                ),
            ),
            cites=_WAIVERS,
            evidence=(
                Part("The application, signed by the patient", "The policy asks for it.", True),
                Part("Proof of income, and who approved it", "Need has to be shown.", True),
                Part(
                    "A note that cost shares are waived for all of this plan's patients",
                    "That would be routine waiver: an inducement.",
                ),
                Part("The patient's diagnosis", "Need is about money, not illness."),
            ),
        ),
        Trouble(
            name="no-hardship",
            label="A friendly waiver",
            group="",
            reason="",
            owner="biller",
            story=(
                "The patient owes {amount} and says that the practice down the road never asks "
                "for it. Money is no problem, and no application was made."
            ),
            ways=(
                Way(
                    "bill-patient",
                    "The share is owed, and no need is shown. The rule is the same for everyone.",
                    "The patient pays after the next statement.",
                    WAIT,
                    "Explain it and send the next statement",
                ),
                Way(
                    "write-off",
                    "Waived as a courtesy, cost shares are an inducement to use a plan's services.",
                    "The payer hears of waived shares and asks what the true charge is.",
                    STRIKE,
                    "Waive it as a courtesy",
                ),
                Way(
                    "refund",
                    "Nothing was paid that could go back.",
                    "Days pass, nothing changes.",
                    IDLE,
                ),
                Way(
                    "wait",
                    "Without a statement nothing comes.",
                    "Days pass, nothing changes.",
                    IDLE,
                ),
            ),
            cites=_WAIVERS,
        ),
        Trouble(
            name="payment-plan",
            label="Payment plan",
            group="",
            reason="",
            owner="biller",
            story=(
                "The patient would pay {amount}, though not at once: three parts, one a month. The "
                "practice takes no interest."
            ),
            ways=(
                Way(
                    "payment-plan",
                    "Up to four installments without a finance charge stay outside Truth in "
                    "Lending. It is written down and kept.",
                    "Three parts are agreed on in writing, and they come.",
                    PATIENT,
                ),
                Way(
                    "write-off",
                    "The patient offers to pay it.",
                    "Money that the patient would have paid is given away.",
                    LOST,
                ),
                Way(
                    "wait",
                    "An offer that is not answered is not kept.",
                    "Days pass, and the patient hears nothing.",
                    IDLE,
                ),
                Way(
                    "refund",
                    "Nothing was paid that could go back.",
                    "Days pass, nothing changes.",
                    IDLE,
                ),
            ),
            cites=_PLANS,
            level="apply",
            difficulty=2,
        ),
        Trouble(
            name="collections",
            label="Collections",
            group="",
            reason="",
            owner="biller",
            story=(
                "{amount} is owed, and nothing was answered: {statements}. The first of them is "
                "120 days old or more. The practice's policy now hands the account to an agency, "
                "after a check of the account. Insurance is finished, the amount is right, nobody "
                "disputes it, and there is no bankruptcy."
            ),
            ways=(
                Way(
                    "bill-patient",
                    "The policy's steps were kept and the account was checked: it may go.",
                    "The agency sends its validation notice, and part of the debt comes in.",
                    SETTLE,
                    "Hand the account to the agency, with its papers",
                ),
                Way(
                    "payment-plan",
                    "Nobody answers: there is no one to agree with.",
                    "The letter comes back unanswered.",
                    IDLE,
                ),
                Way(
                    "write-off",
                    "The same policy holds for everyone; a quiet waiver is routine waiver.",
                    "The money is given away, and no need was shown.",
                    LOST,
                ),
                Way(
                    "wait",
                    "A balance that nobody works only grows old.",
                    "Days pass, nothing changes.",
                    IDLE,
                ),
            ),
            evidence=(
                Part(
                    "An itemized statement with what insurance paid",
                    "The agency has to say what is owed, and to whom (12 CFR 1006.34).",
                    True,
                ),
                Part(
                    "The dates of statements and of the last letter",
                    "They show that the policy was kept.",
                    True,
                ),
                Part(
                    "The encounter note",
                    "Minimum necessary: a collector needs no clinical notes.",
                ),
                Part(
                    "A list of the patient's relatives to call",
                    "A collector may not speak of the debt with them (15 U.S.C. 1692c).",
                ),
            ),
            cites=_COLLECTORS,
        ),
    )
}
"""Troubles with a patient's balance, by name."""
