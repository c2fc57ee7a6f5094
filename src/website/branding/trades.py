"""The trades a company can be in, and what schema.org calls each: the closest type under LocalBusiness."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Trade(TextChoices):
    BUSINESS = "business", _("Another business")
    RESTAURANT = "restaurant", _("Restaurant")
    BAR = "bar", _("Bar or pub")
    CAFE = "cafe", _("Café")
    ICE_CREAM = "ice_cream", _("Ice-cream parlour")
    BAKERY = "bakery", _("Bakery or pastry shop")
    WINERY = "winery", _("Winery")
    GUESTHOUSE = "guesthouse", _("Guesthouse or B&B")
    HOTEL = "hotel", _("Hotel")
    SHOP = "shop", _("Shop")
    CLOTHES = "clothes", _("Clothes shop")
    FURNITURE = "furniture", _("Furniture shop")
    FLORIST = "florist", _("Florist")
    BOOKSHOP = "bookshop", _("Bookshop")
    WORKSHOP = "workshop", _("Craft workshop")
    GARAGE = "garage", _("Car repair")
    ELECTRICIAN = "electrician", _("Electrician")
    PLUMBER = "plumber", _("Plumber")
    HAIRDRESSER = "hairdresser", _("Hairdresser or barber")
    BEAUTY = "beauty", _("Beauty salon")
    GYM = "gym", _("Gym")
    PRACTICE = "practice", _("Professional practice")
    LAWYER = "lawyer", _("Lawyer or notary")
    ACCOUNTANT = "accountant", _("Accountant")
    DOCTOR = "doctor", _("Doctor")
    DENTIST = "dentist", _("Dentist")
    VET = "vet", _("Vet")
    ESTATE_AGENT = "estate_agent", _("Estate agent")
    TRAVEL_AGENT = "travel_agent", _("Travel agent")


SCHEMA_TYPES = {
    Trade.BUSINESS: "LocalBusiness",
    Trade.RESTAURANT: "Restaurant",
    Trade.BAR: "BarOrPub",
    Trade.CAFE: "CafeOrCoffeeShop",
    Trade.ICE_CREAM: "IceCreamShop",
    Trade.BAKERY: "Bakery",
    Trade.WINERY: "Winery",
    Trade.GUESTHOUSE: "BedAndBreakfast",
    Trade.HOTEL: "Hotel",
    Trade.SHOP: "Store",
    Trade.CLOTHES: "ClothingStore",
    Trade.FURNITURE: "FurnitureStore",
    Trade.FLORIST: "Florist",
    Trade.BOOKSHOP: "BookStore",
    Trade.WORKSHOP: "HomeAndConstructionBusiness",
    Trade.GARAGE: "AutoRepair",
    Trade.ELECTRICIAN: "Electrician",
    Trade.PLUMBER: "Plumber",
    Trade.HAIRDRESSER: "HairSalon",
    Trade.BEAUTY: "BeautySalon",
    Trade.GYM: "ExerciseGym",
    Trade.PRACTICE: "ProfessionalService",
    Trade.LAWYER: "LegalService",
    Trade.ACCOUNTANT: "AccountingService",
    Trade.DOCTOR: "Physician",
    Trade.DENTIST: "Dentist",
    Trade.VET: "VeterinaryCare",
    Trade.ESTATE_AGENT: "RealEstateAgent",
    Trade.TRAVEL_AGENT: "TravelAgency",
}
