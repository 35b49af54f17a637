import '../styles/desk.css'
import { startShared } from '../shared/start'
import { startKeys } from '../desk/keys'
import { startRows } from '../desk/rows'

startShared()
startKeys()
startRows()
