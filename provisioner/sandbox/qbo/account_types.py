"""Account types with their classification, default sub-type and sub-types in a US company.

Intuit API reference, Account, with the sub-types it marks "minor version 13" (available to everyone since versions 1 to
74 were switched off in 2025-08), and the XSD of Intuit's Java SDK; read 2026-11. Misspelt names are the vendor's.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from provisioner.sandbox.qbo.shape import words


@dataclass(frozen=True)
class AccountType:
    """One account type. ``names`` lists its sub-types, apart by blanks."""

    classification: str
    default: str
    names: str

    @cached_property
    def subtypes(self) -> frozenset[str]:
        """The sub-types allowed with this type."""
        return words(self.names)


ACCOUNT_TYPES: dict[str, AccountType] = {
    "Bank": AccountType(
        "Asset",
        "CashOnHand",
        """
        CashOnHand Checking MoneyMarket RentsHeldInTrust Savings TrustAccounts CashAndCashEquivalents
        OtherEarMarkedBankAccounts
        """,
    ),
    "Accounts Receivable": AccountType(
        "Asset",
        "AccountsReceivable",
        """
        AccountsReceivable
        """,
    ),
    "Other Current Asset": AccountType(
        "Asset",
        "EmployeeCashAdvances",
        """
        AllowanceForBadDebts DevelopmentCosts EmployeeCashAdvances OtherCurrentAssets Inventory
        Investment_MortgageRealEstateLoans Investment_Other Investment_TaxExemptSecurities
        Investment_USGovernmentObligations LoansToOfficers LoansToOthers LoansToStockholders PrepaidExpenses
        Retainage UndepositedFunds AssetsAvailableForSale BalWithGovtAuthorities CalledUpShareCapitalNotPaid
        ExpenditureAuthorisationsAndLettersOfCredit GlobalTaxDeferred GlobalTaxRefund InternalTransfers
        OtherConsumables ProvisionsCurrentAssets ShortTermInvestmentsInRelatedParties
        ShortTermLoansAndAdvancesToRelatedParties TradeAndOtherReceivables
        """,
    ),
    "Fixed Asset": AccountType(
        "Asset",
        "FurnitureAndFixtures",
        """
        AccumulatedDepletion AccumulatedDepreciation DepletableAssets FixedAssetComputers FixedAssetCopiers
        FixedAssetFurniture FixedAssetPhone FixedAssetPhotoVideo FixedAssetSoftware
        FixedAssetOtherToolsEquipment FurnitureAndFixtures Land LeaseholdImprovements OtherFixedAssets
        AccumulatedAmortization Buildings IntangibleAssets MachineryAndEquipment Vehicles
        AssetsInCourseOfConstruction CapitalWip CumulativeDepreciationOnIntangibleAssets
        IntangibleAssetsUnderDevelopment LandAsset NonCurrentAssets ParticipatingInterests ProvisionsFixedAssets
        """,
    ),
    "Other Asset": AccountType(
        "Asset",
        "Licenses",
        """
        LeaseBuyout OtherLongTermAssets SecurityDeposits AccumulatedAmortizationOfOtherAssets Goodwill Licenses
        OrganizationalCosts AssetsHeldForSale AvailableForSaleFinancialAssets DeferredTax Investments
        LongTermInvestments LongTermLoansAndAdvancesToRelatedParties OtherIntangibleAssets
        OtherLongTermInvestments OtherLongTermLoansAndAdvances PrepaymentsAndAccruedIncome
        ProvisionsNonCurrentAssets
        """,
    ),
    "Accounts Payable": AccountType(
        "Liability",
        "AccountsPayable",
        """
        AccountsPayable OutstandingDuesMicroSmallEnterprise OutstandingDuesOtherThanMicroSmallEnterprise
        """,
    ),
    "Credit Card": AccountType(
        "Liability",
        "CreditCard",
        """
        CreditCard
        """,
    ),
    "Other Current Liability": AccountType(
        "Liability",
        "OtherCurrentLiabilities",
        """
        DirectDepositPayable LineOfCredit LoanPayable GlobalTaxPayable GlobalTaxSuspense OtherCurrentLiabilities
        PayrollClearing PayrollTaxPayable PrepaidExpensesPayable RentsInTrustLiability TrustAccountsLiabilities
        FederalIncomeTaxPayable InsurancePayable SalesTaxPayable StateLocalIncomeTaxPayable AccruedLiabilities
        CurrentLiabilities CurrentPortionEmployeeBenefitsObligations
        CurrentPortionOfObligationsUnderFinanceLeases CurrentTaxLiability DividendsPayable DutiesAndTaxes
        InterestPayables ProvisionForWarrantyObligations ProvisionsCurrentLiabilities ShortTermBorrowings
        SocialSecurityAgencies StaffAndRelatedLiabilityAccounts SundryDebtorsAndCreditors TradeAndOtherPayables
        DeferredRevenue Gratuity
        """,
    ),
    "Long Term Liability": AccountType(
        "Liability",
        "NotesPayable",
        """
        NotesPayable OtherLongTermLiabilities ShareholderNotesPayable AccrualsAndDeferredIncome
        AccruedLongLermLiabilities AccruedVacationPayable BankLoans DebtsRelatedToParticipatingInterests
        DeferredTaxLiabilities GovernmentAndOtherPublicAuthorities GroupAndAssociates
        LiabilitiesRelatedToAssetsHeldForSale LongTermBorrowings LongTermDebit
        LongTermEmployeeBenefitObligations ObligationsUnderFinanceLeases OtherLongTermProvisions
        ProvisionForLiabilities ProvisionsNonCurrentLiabilities StaffAndRelatedLongTermLiabilityAccounts
        """,
    ),
    "Equity": AccountType(
        "Equity",
        "OpeningBalanceEquity",
        """
        OpeningBalanceEquity PartnersEquity RetainedEarnings AccumulatedAdjustment OwnersEquity
        PaidInCapitalOrSurplus PartnerContributions PartnerDistributions PreferredStock CommonStock
        TreasuryStock EstimatedTaxes Healthcare PersonalIncome PersonalExpense
        AccumulatedOtherComprehensiveIncome CalledUpShareCapital CapitalReserves DividendDisbursed
        EquityInEarningsOfSubsiduaries InvestmentGrants MoneyReceivedAgainstShareWarrants OtherFreeReserves
        ShareApplicationMoneyPendingAllotment ShareCapital Funds
        """,
    ),
    "Income": AccountType(
        "Revenue",
        "OtherPrimaryIncome",
        """
        NonProfitIncome OtherPrimaryIncome SalesOfProductIncome ServiceFeeIncome DiscountsRefundsGiven
        UnappliedCashPaymentIncome CashReceiptIncome OperatingGrants OtherCurrentOperatingIncome
        OwnWorkCapitalized RevenueGeneral SalesRetail SalesWholesale SavingsByTaxScheme
        """,
    ),
    "Other Income": AccountType(
        "Revenue",
        "OtherInvestmentIncome",
        """
        DividendIncome InterestEarned OtherInvestmentIncome OtherMiscellaneousIncome TaxExemptInterest
        GainLossOnSaleOfFixedAssets GainLossOnSaleOfInvestments LossOnDisposalOfAssets OtherOperatingIncome
        UnrealisedLossOnSecuritiesNetOfTax
        """,
    ),
    "Cost of Goods Sold": AccountType(
        "Expense",
        "CostOfLaborCos",
        """
        EquipmentRentalCos OtherCostsOfServiceCos ShippingFreightDeliveryCos SuppliesMaterialsCogs
        CostOfLaborCos CostOfSales FreightAndDeliveryCost
        """,
    ),
    "Expense": AccountType(
        "Expense",
        "Travel",
        """
        AdvertisingPromotional BadDebts BankCharges CharitableContributions CommissionsAndFees Entertainment
        EntertainmentMeals EquipmentRental FinanceCosts GlobalTaxExpense Insurance InterestPaid
        LegalProfessionalFees OfficeExpenses OfficeGeneralAdministrativeExpenses OtherBusinessExpenses
        OtherMiscellaneousServiceCost PromotionalMeals RentOrLeaseOfBuildings RepairMaintenance
        ShippingFreightDelivery SuppliesMaterials Travel TravelMeals Utilities Auto CostOfLabor
        DuesSubscriptions PayrollExpenses TaxesPaid UnappliedCashBillPaymentExpense AmortizationExpense
        AppropriationsToDepreciation BorrowingCost DistributionCosts ExternalServices ExtraordinaryCharges
        IncomeTaxExpense LossOnDiscontinuedOperationsNetOfTax ManagementCompensation
        OtherCurrentOperatingCharges OtherExternalServices OtherRentalCosts OtherSellingExpenses
        ProjectStudiesSurveysAssessments PurchasesRebates ShippingAndDeliveryExpense StaffCosts Sundry
        TravelExpensesGeneralAndAdminExpenses TravelExpensesSellingExpense
        """,
    ),
    "Other Expense": AccountType(
        "Expense",
        "Depreciation",
        """
        Depreciation ExchangeGainOrLoss OtherMiscellaneousExpense PenaltiesSettlements Amortization GasAndFuel
        HomeOffice HomeOwnerRentalInsurance OtherHomeOfficeExpenses MortgageInterest RentAndLease
        RepairsAndMaintenance ParkingAndTolls Vehicle VehicleInsurance VehicleLease VehicleLoanInterest
        VehicleLoan VehicleRegistration VehicleRepairs OtherVehicleExpenses Utilities WashAndRoadServices
        DeferredTaxExpense Depletion ExceptionalItems ExtraordinaryItems IncomeTaxOtherExpense MatCredit
        PriorPeriodItems TaxRoundoffGainOrLoss
        """,
    ),
}

# A sub-type that exists under two types (Utilities) belongs to the first when it is sent alone (assumption).
TYPE_OF_SUBTYPE: dict[str, str] = {
    subtype: name for name, item in reversed(ACCOUNT_TYPES.items()) for subtype in item.names.split()
}

# Receivables and payables, which customers and vendors are kept in.
CONTROL_TYPES = frozenset({"Accounts Receivable", "Accounts Payable"})

# Intuit API reference, Account: these can neither have sub-accounts nor be one.
WITHOUT_SUBS = words(
    "OpeningBalanceEquity UndepositedFunds RetainedEarnings CashReceiptIncome CashExpenditureExpense ExchangeGainOrLoss"
)
