import CPango
import CQREncode
