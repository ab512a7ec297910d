import Deliveries
